package dev.bailiwick.cli;

import dev.bailiwick.db.Unit;
import dev.bailiwick.model.Direction;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.RunReport;
import dev.bailiwick.model.Step;
import dev.bailiwick.render.Json;
import dev.bailiwick.render.RunText;
import java.util.List;
import java.util.Map;

/** Prints what came of a command that runs or would run migrations. */
final class Reports {
    private final Root root;
    private final Console console;

    Reports(Root root) {
        this.root = root;
        this.console = root.console();
    }

    /**
     * The end of a run.
     *
     * @param applied how many migrations of its domains were applied before it
     */
    int run(RunReport report, long applied) {
        return report(report, text().summary(report, applied));
    }

    int plan(RunReport report, long applied) {
        if (!root.json()) {
            report.notes().forEach(note -> console.error(text().note(console.typed(note))));
        }
        return report(report, text().dryRun(report) + text().summary(report, applied));
    }

    int amended(RunReport report, String what) {
        StringBuilder text = new StringBuilder();
        for (Step step : report.steps()) {
            text.append(step.path())
                    .append(report.dryRun() ? " would be " : " is ")
                    .append(what)
                    .append('\n');
        }
        return report(report, text.isEmpty() ? "nothing to do\n" : text.toString());
    }

    /**
     * What a command found or made that runs no files.
     *
     * @param facts for {@code --json}, under {@code result}
     * @param text for people
     */
    int result(String command, Map<String, ?> facts, String text) {
        if (root.json()) {
            console.print(Json.result(
                    Version.text(),
                    command,
                    ExitCode.DONE,
                    facts,
                    root.progress().notes(),
                    List.of()));
        } else {
            console.print(text.endsWith("\n") || text.isEmpty() ? text : text + "\n");
        }
        return ExitCode.DONE.number();
    }

    /** Which Bailiwick this is. */
    int version() {
        return result("version", Map.of("version", Version.text()), "bailiwick " + Version.text());
    }

    /** What a command says of itself. */
    int help(String text) {
        return result("help", Map.of("text", text), text);
    }

    /** The SQL of units, each behind a comment that names it. */
    int sql(String command, List<Unit> units) {
        if (root.json()) {
            List<Step> steps = units.stream().map(unit -> unit.step(0)).toList();
            return report(new RunReport(command, true, List.of(), steps, List.of()), "");
        }
        if (units.isEmpty()) {
            console.line("-- nothing to do");
        }
        for (Unit unit : units) {
            console.line("-- " + unit.path() + (unit.direction() == Direction.UP ? "" : " (down)")
                    + (unit.section().transaction() ? "" : " (outside a transaction)"));
            console.line(unit.text()
                    .substring(unit.section().start(), unit.section().end())
                    .strip());
            console.line("");
        }
        return ExitCode.DONE.number();
    }

    private RunText text() {
        return new RunText(console.style());
    }

    private int report(RunReport report, String text) {
        if (root.json()) {
            console.print(Json.run(Version.text(), ExitCode.DONE, report, List.of()));
        } else {
            console.print(text.endsWith("\n") || text.isEmpty() ? text : text + "\n");
        }
        return ExitCode.DONE.number();
    }
}
