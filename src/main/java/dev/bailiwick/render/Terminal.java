package dev.bailiwick.render;

/**
 * Keeps what files and servers say from steering the terminal: control characters are shown, not sent.
 *
 * <p>Shown as escapes such as {@code \x1b} are C0 (but line end and tab), DEL and C1; as escapes such as
 * {@code \u202e} the bidirectional overrides and isolates, which make SQL read otherwise than it runs, the line and
 * paragraph separators, the byte order mark, and halves of surrogate pairs.
 */
public final class Terminal {
    /** What stands for a tab, everywhere, so that a caret under a line finds its column. */
    static final String TAB = "    ";

    private Terminal() {}

    /** A text of one or more lines: CRLF becomes LF, a tab becomes blanks. */
    public static String safe(String text) {
        return escaped(text.replace("\r\n", "\n"), true);
    }

    /** A text that must stay on one line, such as a file name: its line ends are shown as escapes too. */
    public static String line(String text) {
        return escaped(text, false);
    }

    /** One code point as it is shown. */
    static String shown(int codePoint) {
        if (codePoint == '\t') {
            return TAB;
        }
        if (Character.isISOControl(codePoint)) {
            return "\\x" + hex(codePoint, 2);
        }
        return misleads(codePoint) ? "\\u" + hex(codePoint, 4) : Character.toString(codePoint);
    }

    /** Whether it moves, hides or breaks the text around it without being a control character. */
    static boolean misleads(int codePoint) {
        return (codePoint >= 0x202A && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069)
                || codePoint == 0x2028
                || codePoint == 0x2029
                || codePoint == 0xFEFF
                || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }

    private static String escaped(String text, boolean lines) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (lines && c == '\n') {
                shown.append('\n');
            } else {
                shown.append(shown(c));
            }
        });
        return shown.toString();
    }

    private static String hex(int codePoint, int digits) {
        String hex = Integer.toHexString(codePoint);
        return "0".repeat(Math.max(0, digits - hex.length())) + hex;
    }
}
