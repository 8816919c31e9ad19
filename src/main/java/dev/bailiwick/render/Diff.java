package dev.bailiwick.render;

/** Shows lines of a unified diff, and lines that are none as they are. */
final class Diff {
    /** A line of data can be megabytes long. */
    private static final int MOST = 500;

    private Diff() {}

    static String line(String line, TextStyle style) {
        String shown = TerminalCells.cut(Terminal.line(line), MOST, style.ellipsis());
        if (shown.startsWith("+")) {
            return style.green(shown);
        }
        if (shown.startsWith("-")) {
            return style.red(shown);
        }
        return shown.startsWith("@@") || shown.startsWith("…") ? style.dim(shown) : shown;
    }
}
