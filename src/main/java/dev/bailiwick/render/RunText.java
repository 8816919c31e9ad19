package dev.bailiwick.render;

import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.report.RunReport;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.model.script.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells a run piece by piece, as it happens: domains, steps, notices, notes, and the summary at the end. */
public final class RunText {
    private static final String INDENT = "  ";

    /** The SQLSTATE of a notice that has none of its own (manual, appendix A: successful completion). */
    private static final String NO_STATE = "00000";

    /** How many cells the bar of a data file takes. */
    private static final int BAR = 10;

    /** Rows per second are shown of a step that took so long. */
    private static final long RATED_MS = 1_000;

    private static final long RATED_AT_WORK_MS = 300;

    private final TextStyle style;

    public RunText(TextStyle style) {
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

    /** Before a domain's seeds are run: {@code inventory: 2 seeds to run}. */
    public String toSeed(String domain, int count) {
        return Terminal.line(domain) + ": " + CountText.of(count, "seed") + " to run\n";
    }

    /**
     * A finished step.
     *
     * @param nameWidth cells of the widest name of the domain's run, from {@link #nameWidth}, so that durations line up
     */
    public String step(Step step, int nameWidth) {
        boolean down = step.direction() == Direction.DOWN;
        String mark = down ? style.yellow(style.rolledBack()) : style.green(style.unicode() ? "✓" : "+");
        String name = TerminalCells.left(Terminal.line(step.filename()), nameWidth);
        String time = TerminalCells.right(Durations.text(step.milliseconds()), 7);
        return INDENT + mark + " " + name + INDENT
                + style.dim(time + rows(step.rowsCopied(), step.milliseconds(), RATED_MS)) + "\n";
    }

    /** How many rows, and how fast where it took long enough for that to mean something. */
    private static String rows(long rows, long milliseconds, long ratedFrom) {
        if (rows == 0) {
            return "";
        }
        String rate =
                milliseconds < ratedFrom ? "" : INDENT + CountText.grouped(rows * 1000 / milliseconds) + " rows/s";
        return INDENT + CountText.grouped(rows) + (rows == 1 ? " row" : " rows") + rate;
    }

    /**
     * The file that is being sent, with the data that it reads: a bar, the share of the bytes, rows so far.
     *
     * @param share from 0 to 1
     * @param milliseconds since the data were begun
     */
    public String loading(String filename, double share, long rows, long milliseconds) {
        int full = (int) (share * BAR);
        String bar = (style.unicode() ? "█" : "#").repeat(full) + (style.unicode() ? "░" : ".").repeat(BAR - full);
        return running(filename) + INDENT + bar + " " + TerminalCells.right((int) (share * 100) + " %", 5)
                + rows(rows, milliseconds, RATED_AT_WORK_MS);
    }

    /** The file that is being sent: over its notices, and on a terminal with the seconds that it has taken so far. */
    public String running(String filename) {
        return INDENT + style.dim(style.ellipsis()) + " " + Terminal.line(filename);
    }

    /** What the present file is at, after {@link #running}, cut to so many columns. */
    public static String atWork(String words, int columns) {
        return INDENT + TerminalCells.cut(Terminal.line(words), Math.max(20, columns), "…");
    }

    /** A line of a terminal written anew, cut so that it stays one line; no line end after it. */
    public static String wiped(String line, int width) {
        return "\r\u001b[K" + TerminalCells.cut(Terminal.line(line), Math.max(1, width - 1), "…");
    }

    /** How many cells the widest of some file names takes. */
    public static int nameWidth(List<String> filenames) {
        return filenames.stream()
                .mapToInt(name -> TerminalCells.width(Terminal.line(name)))
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

    /** What was changed in a file, under the line that names it. */
    public String changes(List<String> lines) {
        return lines.stream()
                .map(line -> INDENT + INDENT + Diff.line(line, style) + "\n")
                .collect(Collectors.joining());
    }

    /** Something that a person should know beside it. */
    public String note(String sentence) {
        return style.yellow("note:") + " " + Terminal.safe(sentence).replace("\n", "\n      ") + "\n";
    }

    /**
     * The end of a run: what was done, or with {@code --dry-run} would be, or that there was nothing to do.
     *
     * @param applied how many migrations of the run's domains count as applied now, or how many seeds are unchanged; said
     *     where nothing was to do
     */
    public String summary(RunReport report, long applied) {
        if (report.steps().isEmpty()) {
            return nothing(report, applied);
        }
        Verbs verbs = Verbs.of(report.command());
        int up = count(report, Direction.UP);
        int down = count(report, Direction.DOWN);
        int seeds = count(report, Direction.SEED);
        List<String> parts = new ArrayList<>();
        if (down > 0) {
            parts.add(verbs.down(report.dryRun(), CountText.of(down, "migration")));
        }
        if (up > 0) {
            parts.add(verbs.up(report.dryRun(), CountText.of(up, "migration")));
        }
        if (seeds > 0) {
            parts.add((report.dryRun() ? "would run " : "ran ") + CountText.of(seeds, "seed"));
        }
        List<String> domains =
                report.steps().stream().map(Step::domain).distinct().toList();
        long ms = report.steps().stream().mapToLong(Step::milliseconds).sum();
        String end = report.dryRun()
                ? (verbs.timed() ? "; nothing was run" : "; nothing was changed")
                : verbs.timed() ? "; " + Durations.text(ms) + " at the server" : "";
        return String.join(", ", parts) + " in " + CountText.domains(domains) + end + "\n";
    }

    private static int count(RunReport report, Direction direction) {
        return (int) report.steps().stream()
                .filter(step -> step.direction() == direction)
                .count();
    }

    private static String nothing(RunReport report, long applied) {
        String where = CountText.domains(report.domains());
        return switch (report.command()) {
            case "migrate" ->
                "nothing to do: " + CountText.of(applied, "migration") + (applied == 1 ? " is" : " are")
                        + " applied in " + where + "\n";
            case "seed" ->
                applied == 0
                        ? "no seeds to run in " + where + "\n"
                        : "nothing to do: " + CountText.of(applied, "seed") + (applied == 1 ? " is" : " are")
                                + " unchanged in " + where + "\n";
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
            text.append(planned(step, TerminalCells.right(Integer.toString(i + 1), numbers), nameWidth));
        }
        return text.toString();
    }

    private String planned(Step step, String number, int nameWidth) {
        String name = TerminalCells.left(Terminal.line(step.filename()), nameWidth);
        String way =
                switch (step.direction()) {
                    case UP -> "apply, batch " + step.batch();
                    case DOWN -> "roll back";
                    case SEED -> "seed";
                };
        return INDENT + style.dim(number) + INDENT + name + INDENT + way + ", "
                + CountText.of(step.statements(), "statement")
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
