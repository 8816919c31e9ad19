package dev.bailiwick.checks;

import dev.bailiwick.model.script.Place;
import dev.bailiwick.model.script.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds lines and columns of a file: the text is walked through once for all of its findings, and a line is held once. */
final class LineNumbers {
    private final String path;
    private final Text text;
    private final List<Integer> starts = new ArrayList<>(List.of(0));
    private int line = -1;
    private int at;
    private int column;
    private String lineText = "";

    LineNumbers(String path, Text text) {
        this.path = path;
        this.text = text;
        for (int i = text.indexOf('\n', 0); i >= 0; i = text.indexOf('\n', i + 1)) {
            starts.add(i + 1);
        }
    }

    /** See {@link Place#of(String, Text, int)}. */
    Place place(int offset) {
        int end = Math.min(offset, text.length());
        int found = Collections.binarySearch(starts, end);
        int index = found >= 0 ? found : -found - 2;
        if (index != line) {
            line = index;
            lineText = textOf(index);
            rewind();
        } else if (end < at) {
            rewind();
        }
        column += Character.codePointCount(text, at, end);
        at = end;
        return new Place(path, line + 1, column, lineText);
    }

    private void rewind() {
        at = starts.get(line);
        column = 1;
    }

    private String textOf(int index) {
        int end = index + 1 < starts.size() ? starts.get(index + 1) - 1 : text.length();
        String whole = text.substring(starts.get(index), end);
        return whole.endsWith("\r") ? whole.substring(0, whole.length() - 1) : whole;
    }
}
