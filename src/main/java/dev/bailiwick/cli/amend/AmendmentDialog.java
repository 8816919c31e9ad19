package dev.bailiwick.cli.amend;

import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.Question;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.engine.amend.Amendment;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.render.RunText;
import java.util.ArrayList;
import java.util.List;

/** The options of a command that corrects the history, and how it shows, asks and writes. */
final class AmendmentDialog {
    private static final String BY_HAND = "by hand";

    private String reason = BY_HAND;

    private boolean dryRun;

    /** Adds the options. */
    void takes(CommandSyntax syntax) {
        syntax.value("--reason", "TEXT", "Why, for the log. Default: by hand.", given -> reason = given)
                .flag("--dry-run", "Show what would be changed, and change nothing.", given -> dryRun = given);
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
    int written(BailiwickCommand root, Amendment amendment) {
        say(root, amendment);
        if (!dryRun) {
            amendment.write();
        }
        return report(root, amendment, files(amendment, dryRun));
    }

    /** Shows what was found, asks, and writes it then. */
    int repaired(BailiwickCommand root, Amendment amendment, boolean yes) {
        say(root, amendment);
        if (amendment.items().isEmpty() || dryRun) {
            return report(root, amendment, changes(root, amendment));
        }
        if (!yes
                && !new Question(root)
                        .agreed(changes(root, amendment), "Take this into the history?", refusals(amendment))) {
            return ExitCode.REFUSED.number();
        }
        amendment.write();
        return report(root, amendment, files(amendment, false));
    }

    /**
     * Shows which files would count as applied, asks, and writes it then.
     *
     * @param to the last of them
     */
    int begun(BailiwickCommand root, Amendment amendment, boolean yes, String to) {
        say(root, amendment);
        List<String> names =
                amendment.items().stream().map(Amendment.Item::filename).toList();
        String count = names.size() + (names.size() == 1 ? " file" : " files") + " of " + amendment.domain();
        String list = names.stream().map(name -> "  " + name + "\n").reduce("", String::concat);
        String planned = count + " would count as applied in database " + amendment.database()
                + "; none of them is run:\n" + list;
        if (names.isEmpty() || dryRun) {
            return report(root, amendment, names.isEmpty() ? "" : planned);
        }
        Failure refusal = Failure.of(
                        count + " would count as applied in database " + amendment.database(),
                        "if their work is all there: "
                                + ShellCommand.of("bailiwick", "baseline", amendment.domain(), "--to", to, "--yes")
                                + typedReason())
                .withDetails(names)
                .withState("nothing was changed");
        if (!yes && !new Question(root).agreed(planned, "Is the work of all of them there?", List.of(refusal))) {
            return ExitCode.REFUSED.number();
        }
        amendment.write();
        return report(
                root,
                amendment,
                count + (names.size() == 1 ? " counts" : " count") + " as applied, up to " + names.get(names.size() - 1)
                        + "\n");
    }

    /** Shows which rows would be written again from the log, asks, and writes them then. */
    int rebuilt(BailiwickCommand root, Amendment amendment, boolean yes) {
        String count = count(amendment);
        return whole(
                root,
                amendment,
                yes,
                "--from-log",
                count + " would count as applied again in database " + amendment.database() + ", as the log says",
                count + (amendment.items().size() == 1 ? " counts" : " count") + " as applied again, as the log says");
    }

    /** Shows which entries would be written into the log again, asks, and writes them then. */
    int relogged(BailiwickCommand root, Amendment amendment, boolean yes) {
        if (amendment.items().isEmpty()) {
            return whole(
                    root,
                    amendment,
                    yes,
                    "--from-history",
                    "the end of the log of " + amendment.domain() + " would be taken as it is in database "
                            + amendment.database(),
                    "");
        }
        String said = " in the log again, as the history of database " + amendment.database() + " says";
        String count = count(amendment);
        return whole(
                root,
                amendment,
                yes,
                "--from-history",
                count + " would be" + said,
                count + (amendment.items().size() == 1 ? " is" : " are") + said);
    }

    private static String count(Amendment amendment) {
        return amendment.items().size()
                + (amendment.items().size() == 1 ? " file of " : " files of ")
                + amendment.domain();
    }

    private int whole(BailiwickCommand root, Amendment amendment, boolean yes, String option, String would, String done) {
        say(root, amendment);
        List<String> lines = amendment.items().stream()
                .map(item -> item.filename() + ": " + item.outcome())
                .toList();
        String list = lines.stream().map(line -> "  " + line + "\n").reduce("", String::concat);
        String planned = would + (lines.isEmpty() ? "\n" : "; none of them is run:\n" + list);
        if (!amendment.writes() || dryRun) {
            return report(root, amendment, amendment.writes() ? planned : "");
        }
        Failure refusal = Failure.of(
                        would,
                        "if that is right: "
                                + ShellCommand.of("bailiwick", "repair", amendment.domain(), option, "--yes")
                                + typedReason())
                .withDetails(lines)
                .withState("nothing was changed");
        if (!yes && !new Question(root).agreed(planned, "Write this into the history?", List.of(refusal))) {
            return ExitCode.REFUSED.number();
        }
        amendment.write();
        return report(root, amendment, amendment.items().isEmpty() ? "" : done + ":\n" + list);
    }

    private List<Failure> refusals(Amendment amendment) {
        List<Failure> refusals = new ArrayList<>();
        for (Amendment.Item item : amendment.items()) {
            refusals.add(Failure.of(
                            item.filename() + " " + item.finding(),
                            item.condition() + ": "
                                    + ShellCommand.of(
                                            "bailiwick", "repair", amendment.domain(), item.filename(), "--yes")
                                    + typedReason())
                    .withDetails(item.changes())
                    .withState("nothing was changed"));
        }
        if (refusals.size() > 1) {
            Failure last = refusals.remove(refusals.size() - 1);
            List<String> next = new ArrayList<>(last.next());
            next.add("or all " + (refusals.size() + 1) + " of them: "
                    + ShellCommand.of("bailiwick", "repair", amendment.domain(), "--yes") + typedReason());
            refusals.add(new Failure(last.what(), null, null, last.state(), last.details(), next));
        }
        return refusals;
    }

    private static String changes(BailiwickCommand root, Amendment amendment) {
        StringBuilder text = new StringBuilder();
        for (Amendment.Item item : amendment.items()) {
            text.append(item.path()).append(" would be ").append(item.outcome()).append('\n');
            text.append(new RunText(root.console().style()).changes(item.changes()));
        }
        return text.toString();
    }

    private static String files(Amendment amendment, boolean planned) {
        StringBuilder text = new StringBuilder();
        for (Amendment.Item item : amendment.items()) {
            text.append(item.path())
                    .append(planned ? " would be " : " is ")
                    .append(item.outcome())
                    .append('\n');
        }
        return text.toString();
    }

    /** Before anything is asked. */
    private static void say(BailiwickCommand root, Amendment amendment) {
        amendment.requirePossible();
        amendment.notes().forEach(root.progress()::note);
    }

    private int report(BailiwickCommand root, Amendment amendment, String text) {
        return new Reports(root).report(amendment.report(dryRun), text.isEmpty() ? amendment.nothing() : text);
    }
}
