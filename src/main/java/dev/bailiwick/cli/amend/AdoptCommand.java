package dev.bailiwick.cli.amend;

import dev.bailiwick.cli.database.CommandSession;
import dev.bailiwick.cli.database.PgDump;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.Question;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.engine.adopt.Adopt;
import dev.bailiwick.engine.adopt.AdoptDump;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.Adoption;
import dev.bailiwick.model.history.OtherTool;
import dev.bailiwick.othertools.format.FileFormat;
import dev.bailiwick.render.AdoptionText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code bailiwick adopt}. */
public final class AdoptCommand implements Subcommand {
    private final BailiwickCommand root;

    private String domain = "";

    private @Nullable String from;

    private final AdoptFilesOptions files = new AdoptFilesOptions();

    private @Nullable String table;

    private @Nullable String column;

    private @Nullable String to;

    private Set<String> ignore = new LinkedHashSet<>();

    private boolean dump;

    private boolean yes;

    private String reason = "";

    private boolean dryRun;

    public AdoptCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                        this,
                        "adopt",
                        "Come over from another tool: take over its files or its history. Leaves what is theirs as it is.")
                .word("DOMAIN", "The domain.", given -> domain = given)
                .value(
                        "--from",
                        "TOOL",
                        new Tools(),
                        "Whose history, by which files count as applied: ${COMPLETION-CANDIDATES}. diesel and sqlx"
                                + " with --files only.",
                        given -> from = given)
                .with(files::addTo)
                .value(
                        "--table",
                        "SCHEMA.TABLE",
                        "Its table, where it has another name or there are several.",
                        given -> table = given)
                .value(
                        "--column",
                        "COLUMN",
                        "With --from plain and --table: the column that names the applied files or versions.",
                        given -> column = given)
                .value(
                        "--to",
                        "FILE",
                        "With --from plain and without a table: all files up to this one count as applied.",
                        given -> to = given)
                .values(
                        "--ignore",
                        "ENTRY",
                        "Leave this entry of theirs out, or with * at its end all that begin so; can be given again.",
                        given -> ignore = new LinkedHashSet<>(given))
                .flag(
                        "--dump",
                        "With --from knex, whose files can't be converted: make the first migration of the domain out of"
                                + " the schema as it is, by pg_dump, and count it as applied.",
                        given -> dump = given)
                .flag(
                        "-y --yes",
                        "Take over a history without asking. --files asks nothing: it writes at once, and replaces no file.",
                        given -> yes = given)
                .value("--reason", "TEXT", "Why, for the log.", given -> reason = given)
                .flag("--dry-run", "Show what would be taken over or written.", given -> dryRun = given);
    }

    @Override
    public Integer call() {
        root.folder(); // commands in refusals name it
        if (files.given()) {
            return files.run(root, domain, from, dryRun);
        }
        if (from == null) {
            throw BailiwickException.usage(
                    "whose history is it? --from names the tool: "
                            + Stream.of(OtherTool.values()).map(OtherTool::word).collect(Collectors.joining(", ")),
                    "bailiwick adopt " + ShellCommand.of(domain) + " --from TOOL" + (yes ? " --yes" : ""),
                    "or, for its files: bailiwick adopt " + ShellCommand.of(domain) + " --files DIR");
        }
        return history(request(tool(from)));
    }

    private static OtherTool tool(String from) {
        return Stream.of(OtherTool.values())
                .filter(tool -> tool.word().equals(from))
                .findFirst()
                .orElseThrow(() -> BailiwickException.usage(
                        "the history of " + from + " is not known here",
                        "tools: "
                                + Stream.of(OtherTool.values())
                                        .map(OtherTool::word)
                                        .collect(Collectors.joining(", "))));
    }

    /** The words of --from. */
    static final class Tools extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Tools() {
            super(Stream.of(FileFormat.values()).map(FileFormat::word).toList());
        }
    }

    private Adopt.Request request(OtherTool tool) {
        if (dump && tool != OtherTool.KNEX) {
            throw BailiwickException.usage(
                    "--dump goes with --from knex: the files of " + tool.label() + " can be converted",
                    ShellCommand.of("bailiwick", "adopt", domain, "--from", tool.word()) + " --files DIR");
        }
        boolean plain = tool == OtherTool.PLAIN;
        if (!plain && (column != null || to != null)) {
            throw BailiwickException.usage(
                    (column != null ? "--column" : "--to") + " goes with --from plain: " + tool.label()
                            + " says by itself what it has applied",
                    ShellCommand.of("bailiwick", "adopt", domain, "--from", tool.word()));
        }
        if (plain && ((to == null) == (table == null) || (table == null) != (column == null))) {
            throw BailiwickException.usage(
                    "--from plain needs to know what was applied: all files up to one, or a table and its column",
                    ShellCommand.of("bailiwick", "adopt", domain, "--from", "plain") + " --to FILE",
                    ShellCommand.of("bailiwick", "adopt", domain, "--from", "plain")
                            + " --table SCHEMA.TABLE --column COLUMN");
        }
        return new Adopt.Request(domain, tool, table, column, to, ignore, reason);
    }

    private int history(Adopt.Request request) {
        try (CommandSession session = CommandSession.changing(root, root.settings(null))) {
            if (dump) {
                AdoptDump adopt = new AdoptDump(session.projectSession(), request);
                AdoptDump.Made made = adopt.plan(new PgDump(session.target()));
                return settle(made.plan(), () -> adopt.run(made));
            }
            Adopt adopt = new Adopt(session.projectSession(), request);
            Adoption plan = adopt.plan();
            return settle(plan, () -> adopt.run(plan));
        }
    }

    /** Shows a plan, and carries it out where that is wanted. */
    private int settle(Adoption plan, Runnable run) {
        AdoptionText text = new AdoptionText(plan);
        text.notes().forEach(root.progress()::note);
        root.facts().putAll(text.facts(dryRun || !yes));
        if (plan.taken().isEmpty()) {
            return new Reports(root).result("adopt", nothing(plan, text));
        }
        String lines = String.join("\n", text.lines()) + "\n";
        Failure refusal = Failure.of(
                        "domain " + plan.domain().name() + " would take over what " + theirs(plan) + " says is applied",
                        "if that is right: " + again())
                .withDetails(text.lines())
                .withState("nothing was changed");
        boolean ask = !yes && !dryRun;
        if (ask && !new Question(root).agreed(lines, "Take this into the history?", List.of(refusal))) {
            return ExitCode.REFUSED.number();
        }
        if (!dryRun) {
            run.run();
        }
        boolean seen = ask || root.quiet();
        return new Reports(root).result("adopt", (seen ? "" : lines) + done(plan));
    }

    private static String nothing(Adoption plan, AdoptionText text) {
        if (plan.known() > 0) {
            return "nothing to do: what " + theirs(plan) + " says is applied is in the history of "
                    + plan.domain().name() + "\n";
        }
        List<String> lines = new ArrayList<>(text.lines());
        lines.add("nothing to do: " + theirs(plan) + " says of no file of "
                + plan.domain().name() + " that it is applied");
        return String.join("\n", lines) + "\n";
    }

    private String done(Adoption plan) {
        int count = plan.taken().size();
        return plan.domain().name() + (dryRun ? " would take over " : " has taken over ") + count
                + (count == 1 ? " migration" : " migrations") + " from " + theirs(plan)
                + (plan.table().isEmpty() ? "" : ", which stays as it is") + "\n";
    }

    private static String theirs(Adoption plan) {
        return plan.table().isEmpty() ? "your word" : plan.from().label() + "'s " + plan.table();
    }

    private String again() {
        List<String> words = new ArrayList<>(List.of("bailiwick", "adopt", domain));
        add(words, "--from", from);
        add(words, "--table", table);
        add(words, "--column", column);
        add(words, "--to", to);
        ignore.forEach(entry -> add(words, "--ignore", entry));
        add(words, "--reason", reason.isEmpty() ? null : reason);
        if (dump) {
            words.add("--dump");
        }
        words.add("--yes");
        return ShellCommand.of(words.toArray(String[]::new));
    }

    private static void add(List<String> words, String option, @Nullable String value) {
        if (value != null) {
            words.add(option);
            words.add(value);
        }
    }
}
