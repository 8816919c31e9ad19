package dev.bailiwick.render;

import dev.bailiwick.model.Direction;
import dev.bailiwick.model.RunReport;
import dev.bailiwick.model.ServerMessage;
import dev.bailiwick.model.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells a run piece by piece, as it happens: domains, steps, notices, notes, and the summary at the end. */
public final class RunText {
    private static final String INDENT = "  ";

    /** The SQLSTATE of a notice that has none of its own (manual, appendix A: successful completion). */
    private static final String NO_STATE = "00000";

    private final Style style;

    public RunText(Style style) {
        this.style = style;
    }

    /** Before a domain's files are applied: {@code inventory: 40 to apply, batch 1}. */
    public String toApply(String domain, int count, int batch) {
        return Terminal.line(domain) + ": " + count + " to apply, batch " + batch + "\n";
    }

    /** Before a domain's files are rolled back: {@code inventory: 2 to roll back}. */
    public String toRollBack(String domain, int count) {
        return Terminal.line(domain) + ": " + count + " to roll back\n";
    }

    /** Before files are rolled back and applied again: {@code inventory: 1 to redo}. */
    public String toRedo(String domain, int count) {
        return Terminal.line(domain) + ": " + count + " to redo\n";
    }

    /**
     * A finished step.
     *
     * @param nameWidth cells of the widest name of the domain's run, from {@link #nameWidth}, so that durations line up
     */
    public String step(Step step, int nameWidth) {
        boolean up = step.direction() == Direction.UP;
        String mark = up ? style.green(style.unicode() ? "✓" : "+") : style.yellow(style.rolledBack());
        String name = Cells.left(Terminal.line(step.filename()), nameWidth);
        return INDENT + mark + " " + name + INDENT + style.dim(Cells.right(Durations.text(step.milliseconds()), 7))
                + "\n";
    }

    /** The file that is being sent: over its notices, and on a terminal with the seconds that it has taken so far. */
    public String running(String filename) {
        return INDENT + style.dim(style.ellipsis()) + " " + Terminal.line(filename);
    }

    /** A line of a terminal written anew, cut so that it stays one line; no line end behind it. */
    public static String wiped(String line, int width) {
        return "\r\u001b[K" + Cells.cut(Terminal.line(line), Math.max(1, width - 1), "…");
    }

    /** How many cells the widest of some file names takes. */
    public static int nameWidth(List<String> filenames) {
        return filenames.stream()
                .mapToInt(name -> Cells.width(Terminal.line(name)))
                .max()
                .orElse(0);
    }

    /** What PostgreSQL said on the way: {@code NOTICE: …}, {@code WARNING 01000: …}; without the stack it came from. */
    public String notice(ServerMessage message) {
        boolean bare = message.sqlState().equals(NO_STATE) || message.sqlState().isEmpty();
        String head = message.severity() + (bare ? "" : " " + message.sqlState()) + ":";
        StringBuilder text = new StringBuilder();
        text.append(said(head, message.message(), INDENT + INDENT));
        text.append(said("DETAIL:", message.detail(), INDENT + INDENT + INDENT));
        text.append(said("HINT:", message.hint(), INDENT + INDENT + INDENT));
        return text.toString();
    }

    private String said(String label, @Nullable String value, String indent) {
        if (value == null || value.isBlank()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        List<String> lines = Terminal.safe(value).stripTrailing().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String before = i == 0 ? indent + style.yellow(Terminal.line(label)) + " " : indent + INDENT;
            text.append((before + lines.get(i)).stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** Something that a person should know beside it. */
    public String note(String sentence) {
        return style.yellow("note:") + " " + Terminal.safe(sentence).replace("\n", "\n      ") + "\n";
    }

    /**
     * The end of a run: what was done, or with {@code --dry-run} would be, or that there was nothing to do.
     *
     * @param applied how many migrations of the run's domains count as applied now; said where nothing was to do
     */
    public String summary(RunReport report, long applied) {
        if (report.steps().isEmpty()) {
            return nothing(report, applied);
        }
        List<Step> up = report.steps().stream()
                .filter(step -> step.direction() == Direction.UP)
                .toList();
        List<Step> down = report.steps().stream()
                .filter(step -> step.direction() == Direction.DOWN)
                .toList();
        Verbs verbs = Verbs.of(report.command());
        List<String> parts = new ArrayList<>();
        if (!down.isEmpty()) {
            parts.add(verbs.down(report.dryRun(), Counts.of(down.size(), "migration")));
        }
        if (!up.isEmpty()) {
            parts.add(verbs.up(report.dryRun(), Counts.of(up.size(), "migration")));
        }
        List<String> domains =
                report.steps().stream().map(Step::domain).distinct().toList();
        long ms = report.steps().stream().mapToLong(Step::milliseconds).sum();
        String end = report.dryRun()
                ? (verbs.timed() ? "; nothing was run" : "; nothing was changed")
                : verbs.timed() ? "; " + Durations.text(ms) + " at the server" : "";
        return String.join(", ", parts) + " in " + Counts.domains(domains) + end + "\n";
    }

    private static String nothing(RunReport report, long applied) {
        String where = Counts.domains(report.domains());
        return switch (report.command()) {
            case "migrate" ->
                "nothing to do: " + Counts.of(applied, "migration") + (applied == 1 ? " is" : " are") + " applied in "
                        + where + "\n";
            case "rollback" -> "nothing to roll back in " + where + "\n";
            default -> "nothing to do in " + where + "\n";
        };
    }

    /** The plan of {@code --dry-run}: every file in its order, by domain; empty where there is nothing to do. */
    public String dryRun(RunReport report) {
        int nameWidth = nameWidth(report.steps().stream().map(Step::filename).toList());
        int numbers = Integer.toString(report.steps().size()).length();
        StringBuilder text = new StringBuilder();
        String domain = "";
        for (int i = 0; i < report.steps().size(); i++) {
            Step step = report.steps().get(i);
            if (!step.domain().equals(domain)) {
                domain = step.domain();
                text.append(Terminal.line(domain)).append(":\n");
            }
            text.append(planned(step, Cells.right(Integer.toString(i + 1), numbers), nameWidth));
        }
        return text.toString();
    }

    private String planned(Step step, String number, int nameWidth) {
        String name = Cells.left(Terminal.line(step.filename()), nameWidth);
        String way = step.direction() == Direction.UP ? "apply, batch " + step.batch() : "roll back";
        return INDENT + style.dim(number) + INDENT + name + INDENT + way + ", "
                + Counts.of(step.statements(), "statement")
                + (step.transaction() ? "" : ", outside a transaction") + "\n";
    }

    /** What a command does to migrations, in words. */
    private record Verbs(String up, String upPlan, String down, String downPlan, String upEnd, String downEnd) {

        static Verbs of(String command) {
            return switch (command) {
                case "mark" -> new Verbs("marked", "would mark", "marked", "would mark", " as applied", " as pending");
                case "repair" -> new Verbs("repaired", "would repair", "repaired", "would repair", "", "");
                default -> new Verbs("applied", "would apply", "rolled back", "would roll back", "", "");
            };
        }

        String up(boolean plan, String what) {
            return (plan ? upPlan : up) + " " + what + upEnd;
        }

        String down(boolean plan, String what) {
            return (plan ? downPlan : down) + " " + what + downEnd;
        }

        /** Whether SQL of a file ran. */
        boolean timed() {
            return up.equals("applied");
        }
    }
}
