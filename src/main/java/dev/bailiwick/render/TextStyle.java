package dev.bailiwick.render;

import dev.bailiwick.model.history.FileState;
import java.util.stream.Collectors;

/**
 * How texts are dressed: with ANSI colours or without, with marks beyond ASCII or without.
 *
 * <p>Nothing is said by colour alone. Green is applied, yellow is pending or a note, red is wrong, dim is secondary.
 *
 * @param colours whether the reader is a terminal that shows ANSI colours
 * @param unicode whether it can show marks such as ✓
 */
public record TextStyle(boolean colours, boolean unicode) {

    /** No colours, marks beyond ASCII: for a pipe or a file. */
    public static final TextStyle PLAIN = new TextStyle(false, true);

    String green(String text) {
        return painted("32", text);
    }

    String yellow(String text) {
        return painted("33", text);
    }

    String red(String text) {
        return painted("31", text);
    }

    String dim(String text) {
        return painted("2", text);
    }

    /** The colour of a state. */
    String painted(FileState state, String text) {
        return switch (state) {
            case APPLIED, MARKED -> green(text);
            case PENDING, NEWER -> yellow(text);
            case FAILED, PARTIAL, EDITED, MISSING, OUT_OF_ORDER -> red(text);
        };
    }

    /** A state at a glance, one cell wide; the word stands beside it. */
    String mark(FileState state) {
        return switch (state) {
            case APPLIED -> unicode ? "✓" : "+";
            case PENDING -> unicode ? "∙" : ".";
            case FAILED -> unicode ? "✗" : "x";
            case PARTIAL -> "!";
            case EDITED -> unicode ? "≠" : "~";
            case MISSING -> "?";
            case NEWER -> ">";
            case OUT_OF_ORDER -> "<";
            case MARKED -> "=";
        };
    }

    String rolledBack() {
        return unicode ? "↩" : "-";
    }

    String ellipsis() {
        return unicode ? "…" : "...";
    }

    /** Line by line, so that a pager or a log that cuts lines is not left in colour. */
    private String painted(String code, String text) {
        if (!colours || text.isEmpty()) {
            return text;
        }
        return text.lines()
                .map(line -> line.isEmpty() ? line : "\u001b[" + code + "m" + line + "\u001b[0m")
                .collect(Collectors.joining("\n"));
    }
}
