package dev.bailiwick.script.marker;

import dev.bailiwick.model.script.Text;

/**
 * Finds the conflicts that git writes into a file which two branches have changed: a line that begins with seven
 * {@code <}, later one of seven {@code =}, later one that begins with seven {@code >}. Where they stand is all one: in a
 * body or a string, too, they are what git left.
 */
public final class GitConflictMarkers {
    private static final String OURS = "<<<<<<< ";
    private static final String MIDDLE = "=======";
    private static final String THEIRS = ">>>>>>> ";

    private GitConflictMarkers() {}

    /** Only the three in this order are a conflict: a row of {@code =} alone underlines a heading. */
    public static void find(Text text, ScriptFindings findings) {
        if (!text.contains(OURS)) {
            return;
        }
        int begin = -1;
        boolean halved = false;
        for (int start = 0; start < text.length(); ) {
            int end = text.indexOf('\n', start);
            int next = end < 0 ? text.length() : end + 1;
            if (text.startsWith(OURS, start)) {
                begin = start;
                halved = false;
            } else if (begin >= 0 && middle(text, start, next)) {
                halved = true;
            } else if (halved && text.startsWith(THEIRS, start)) {
                findings.add(
                        begin,
                        "a conflict that git left there",
                        "take one of the two sides, or make one of both, and take the lines of git out");
                begin = -1;
                halved = false;
            }
            start = next;
        }
    }

    private static boolean middle(Text text, int start, int next) {
        return text.startsWith(MIDDLE, start)
                && text.substring(start + MIDDLE.length(), next).isBlank();
    }
}
