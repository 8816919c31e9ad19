package dev.bailiwick.model.script;

/**
 * A point in a file, as an editor shows it.
 *
 * @param file path as the user would type it
 * @param line counted from 1
 * @param column counted from 1, in code points
 * @param lineText the whole line without its line end, as it stands in the file
 */
public record Place(String file, int line, int column, String lineText) {

    /** See {@link #of(String, Text, int)}. */
    public static Place of(String file, String text, int offset) {
        return of(file, Text.of(text), offset);
    }

    /** The place of a UTF-16 offset in a text; an offset after the end means the end. */
    public static Place of(String file, Text text, int offset) {
        int at = Math.min(offset, text.length());
        int line = 1;
        int start = 0;
        for (int i = text.indexOf('\n', 0); i >= 0 && i < at; i = text.indexOf('\n', i + 1)) {
            line++;
            start = i + 1;
        }
        int end = text.indexOf('\n', start);
        if (end < 0) {
            end = text.length();
        }
        String lineText = text.substring(start, end);
        if (lineText.endsWith("\r")) {
            lineText = lineText.substring(0, lineText.length() - 1);
        }
        return new Place(file, line, Character.codePointCount(text, start, at) + 1, lineText);
    }

    /** {@code file:line:column}, which editors and terminals can follow. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
