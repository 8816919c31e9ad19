package dev.bailiwick.cli.amend;

import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.Question;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.engine.amend.CorrectionPlan;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.render.RunText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The options of a command that corrects the history, and how it shows, asks and writes. */
final class CorrectionDialog {
    private static final String BY_HAND = "by hand";

    private final BailiwickCommand root;
    private String reason = BY_HAND;
    private boolean dryRun;
    private boolean yes;

    CorrectionDialog(BailiwickCommand root) {
        this.root = root;
    }

    /** Adds the options. */
    void addTo(CommandSyntax syntax) {
        syntax.value("--reason", "TEXT", "Why, for the log. Default: by hand.", given -> reason = given)
                .flag("--dry-run", "Show what would be changed, and change nothing.", given -> dryRun = given);
    }

    /** The same of a command that asks. */
    void addToWithYes(CommandSyntax syntax) {
        syntax.flag("-y --yes", "Do it without asking.", given -> yes = given).with(this::addTo);
    }

    String reason() {
        return reason;
    }

    boolean dryRun() {
        return dryRun;
    }

    /** The reason as it has to be typed again. */
    private String typedReason() {
        return reason.equals(BY_HAND) ? "" : " " + ShellCommand.of("--reason", reason);
    }

    /** Writes what the person has asked for by its name, or shows it. */
    int written(CorrectionPlan amendment) {
        say(amendment);
        if (!dryRun) {
            amendment.write();
        }
        return report(amendment, files(amendment, dryRun));
    }

    /** Shows what was found, asks, and writes it then. */
    int repaired(CorrectionPlan amendment) {
        return asked(
                amendment,
                changes(amendment),
                "Take this into the history?",
                refusals(amendment),
                files(amendment, false));
    }

    /**
     * Shows which files would count as applied, asks, and writes it then.
     *
     * @param to the last of them
     */
    int begun(CorrectionPlan amendment, String to) {
        List<String> names =
                amendment.items().stream().map(CorrectionPlan.Item::filename).toList();
        String would = count(amendment) + " would count as applied in database " + amendment.database();
        String done = names.isEmpty()
                ? ""
                : count(amendment) + (names.size() == 1 ? " counts" : " count") + " as applied, up to "
                        + names.get(names.size() - 1) + "\n";
        return asked(
                amendment,
                would + "; none of them is run:\n" + indented(names),
                "Is the work of all of them there?",
                List.of(refusal(
                        would, names, "if their work is all there", "baseline", amendment.domain(), "--to", to)),
                done);
    }

    /** Shows which rows would be written again from the log, asks, and writes them then. */
    int rebuilt(CorrectionPlan amendment) {
        String count = count(amendment);
        return whole(
                amendment,
                "--from-log",
                count + " would count as applied again in database " + amendment.database() + ", as the log says",
                count + (amendment.items().size() == 1 ? " counts" : " count") + " as applied again, as the log says");
    }

    /** Shows which entries would be written into the log again, asks, and writes them then. */
    int relogged(CorrectionPlan amendment) {
        if (amendment.items().isEmpty()) {
            return whole(
                    amendment,
                    "--from-history",
                    "the end of the log of " + amendment.domain() + " would be taken as it is in database "
                            + amendment.database(),
                    "");
        }
        String said = " in the log again, as the history of database " + amendment.database() + " says";
        String count = count(amendment);
        return whole(
                amendment,
                "--from-history",
                count + " would be" + said,
                count + (amendment.items().size() == 1 ? " is" : " are") + said);
    }

    private int whole(CorrectionPlan amendment, String option, String would, String done) {
        List<String> lines = amendment.items().stream()
                .map(item -> item.filename() + ": " + item.outcome())
                .toList();
        return asked(
                amendment,
                would + (lines.isEmpty() ? "\n" : "; none of them is run:\n" + indented(lines)),
                "Write this into the history?",
                List.of(refusal(would, lines, "if that is right", "repair", amendment.domain(), option)),
                lines.isEmpty() ? "" : done + ":\n" + indented(lines));
    }

    /** Shows what would be written, asks, and writes it then; shows it alone in a dry run. */
    private int asked(CorrectionPlan amendment, String planned, String question, List<Failure> refusals, String done) {
        say(amendment);
        if (!amendment.writes() || dryRun) {
            return report(amendment, amendment.writes() ? planned : "");
        }
        if (!yes && !new Question(root).agreed(planned, question, refusals)) {
            return ExitCode.REFUSED.number();
        }
        amendment.write();
        return report(amendment, done);
    }

    /** It was not agreed to, or nobody could be asked: the command that does it without asking. */
    private Failure refusal(String what, List<String> details, String condition, String... words) {
        return Failure.of(what, condition + ": " + withYes(words))
                .withDetails(details)
                .withState("nothing was changed");
    }

    private String withYes(String... words) {
        List<String> all = new ArrayList<>(List.of("bailiwick"));
        all.addAll(List.of(words));
        all.add("--yes");
        return ShellCommand.of(all.toArray(String[]::new)) + typedReason();
    }

    private static String indented(List<String> lines) {
        return lines.stream().map(line -> "  " + line + "\n").collect(Collectors.joining());
    }

    private static String count(CorrectionPlan amendment) {
        return amendment.items().size()
                + (amendment.items().size() == 1 ? " file of " : " files of ")
                + amendment.domain();
    }

    private List<Failure> refusals(CorrectionPlan amendment) {
        List<Failure> refusals = new ArrayList<>();
        for (CorrectionPlan.Item item : amendment.items()) {
            refusals.add(refusal(
                    item.filename() + " " + item.finding(),
                    item.changes(),
                    item.condition(),
                    "repair",
                    amendment.domain(),
                    item.filename()));
        }
        if (refusals.size() > 1) {
            Failure last = refusals.remove(refusals.size() - 1);
            List<String> next = new ArrayList<>(last.next());
            next.add("or all " + (refusals.size() + 1) + " of them: " + withYes("repair", amendment.domain()));
            refusals.add(new Failure(last.what(), null, null, last.state(), last.details(), next));
        }
        return refusals;
    }

    private String changes(CorrectionPlan amendment) {
        StringBuilder text = new StringBuilder();
        for (CorrectionPlan.Item item : amendment.items()) {
            text.append(item.path()).append(" would be ").append(item.outcome()).append('\n');
            text.append(new RunText(root.console().style()).changes(item.changes()));
        }
        return text.toString();
    }

    private static String files(CorrectionPlan amendment, boolean planned) {
        StringBuilder text = new StringBuilder();
        for (CorrectionPlan.Item item : amendment.items()) {
            text.append(item.path())
                    .append(planned ? " would be " : " is ")
                    .append(item.outcome())
                    .append('\n');
        }
        return text.toString();
    }

    /** Before anything is asked. */
    private void say(CorrectionPlan amendment) {
        amendment.requirePossible();
        amendment.notes().forEach(root.progress()::note);
    }

    private int report(CorrectionPlan amendment, String text) {
        return new Reports(root).report(amendment.report(dryRun), text.isEmpty() ? amendment.nothing() : text);
    }
}
