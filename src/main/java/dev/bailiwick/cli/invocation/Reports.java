package dev.bailiwick.cli.invocation;

import dev.bailiwick.cli.console.Console;
import dev.bailiwick.cli.console.Version;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.report.RunReport;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.render.Json;
import dev.bailiwick.render.RunText;
import dev.bailiwick.render.Terminal;
import java.util.List;
import java.util.function.Supplier;

/** Prints what came of a command that runs or would run migrations. */
public final class Reports {
    private final BailiwickCommand root;
    private final Console console;

    public Reports(BailiwickCommand root) {
        this.root = root;
        this.console = root.console();
    }

    /**
     * The end of a run.
     *
     * @param applied how many migrations of its domains were applied before it
     */
    public int run(RunReport report, long applied) {
        return report(report, text().summary(report, applied));
    }

    public int plan(RunReport report, long applied) {
        report.notes().forEach(root.progress()::note);
        return report(report, text().dryRun(report) + text().summary(report, applied));
    }

    /** What a command found or made that runs no files: {@link BailiwickCommand#facts()} in JSON, else a text. */
    public int result(String command, String text) {
        return print(() -> root.document(command, ExitCode.DONE, List.of()), text);
    }

    /** Which Bailiwick this is. */
    public int version() {
        root.facts().put("version", Version.text());
        return result("version", "bailiwick " + Version.text());
    }

    /** What a command says of itself. */
    public int help(String text) {
        root.facts().put("text", text);
        return result("help", text);
    }

    /** The SQL of units, each after a comment that names it; at a terminal what would steer it is shown. */
    public int sql(String command, List<SectionRun> units) {
        if (root.json()) {
            List<Step> steps = units.stream().map(unit -> unit.step(0)).toList();
            return report(new RunReport(command, true, List.of(), steps, List.of()), "");
        }
        if (units.isEmpty()) {
            console.line("-- nothing to do");
        }
        for (SectionRun unit : units) {
            console.line("-- " + unit.path() + (unit.direction() == Direction.DOWN ? " (down)" : "")
                    + (unit.section().transaction() ? "" : " (outside a transaction)"));
            String sql = unit.text()
                    .substring(unit.section().start(), unit.section().end())
                    .strip();
            // A file or psql gets it byte for byte.
            console.line(console.terminal() ? Terminal.safe(sql) : sql);
            console.line("");
        }
        return ExitCode.DONE.number();
    }

    private RunText text() {
        return new RunText(console.style());
    }

    /** The history as it was changed, or files as they were run. */
    public int report(RunReport report, String text) {
        return print(
                () -> Json.run(Version.text(), root.cancellation().exit(ExitCode.DONE), root.more(), report, List.of()),
                text);
    }

    private int print(Supplier<String> json, String text) {
        if (root.json()) {
            console.print(json.get());
        } else {
            console.print(text.endsWith("\n") || text.isEmpty() ? text : text + "\n");
        }
        return ExitCode.DONE.number();
    }
}
