package dev.bailiwick.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures text as a terminal lays it out: in cells, of which a Thai vowel above its consonant takes none and a CJK
 * ideograph or an emoji two.
 *
 * <p>As wcwidth does it, code point by code point, which most terminals follow: an emoji that is joined of several
 * counts as the sum of its parts. Characters of ambiguous width (UAX #11) count as one cell.
 */
final class TerminalCells {

    /** First and last of the ranges whose East_Asian_Width is W or F (Unicode 15, unassigned gaps closed). */
    private static final int[] WIDE = {
        0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23EC, 0x23F0, 0x23F0, 0x23F3, 0x23F3, 0x25FD, 0x25FE,
        0x2614, 0x2615, 0x2648, 0x2653, 0x267F, 0x267F, 0x2693, 0x2693, 0x26A1, 0x26A1, 0x26AA, 0x26AB, 0x26BD, 0x26BE,
        0x26C4, 0x26C5, 0x26CE, 0x26CE, 0x26D4, 0x26D4, 0x26EA, 0x26EA, 0x26F2, 0x26F3, 0x26F5, 0x26F5, 0x26FA, 0x26FA,
        0x26FD, 0x26FD, 0x2705, 0x2705, 0x270A, 0x270B, 0x2728, 0x2728, 0x274C, 0x274C, 0x274E, 0x274E, 0x2753, 0x2755,
        0x2757, 0x2757, 0x2795, 0x2797, 0x27B0, 0x27B0, 0x27BF, 0x27BF, 0x2B1B, 0x2B1C, 0x2B50, 0x2B50, 0x2B55, 0x2B55,
        0x2E80, 0x303E, 0x3041, 0x3247, 0x3250, 0xA4CF, 0xA960, 0xA97F, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE10, 0xFE19,
        0xFE30, 0xFE6F, 0xFF01, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x18D08, 0x1AFF0, 0x1B2FB, 0x1F004, 0x1F004, 0x1F0CF,
        0x1F0CF, 0x1F18E, 0x1F18E, 0x1F191, 0x1F19A, 0x1F200, 0x1F320, 0x1F32D, 0x1F335, 0x1F337, 0x1F37C, 0x1F37E,
        0x1F393, 0x1F3A0, 0x1F3CA, 0x1F3CF, 0x1F3D3, 0x1F3E0, 0x1F3F0, 0x1F3F4, 0x1F3F4, 0x1F3F8, 0x1F43E, 0x1F440,
        0x1F440, 0x1F442, 0x1F4FC, 0x1F4FF, 0x1F53D, 0x1F54B, 0x1F54E, 0x1F550, 0x1F567, 0x1F57A, 0x1F57A, 0x1F595,
        0x1F596, 0x1F5A4, 0x1F5A4, 0x1F5FB, 0x1F64F, 0x1F680, 0x1F6C5, 0x1F6CC, 0x1F6CC, 0x1F6D0, 0x1F6D2, 0x1F6D5,
        0x1F6D7, 0x1F6DC, 0x1F6DF, 0x1F6EB, 0x1F6EC, 0x1F6F4, 0x1F6FC, 0x1F7E0, 0x1F7F0, 0x1F90C, 0x1F93A, 0x1F93C,
        0x1F945, 0x1F947, 0x1F9FF, 0x1FA70, 0x1FAFF, 0x20000, 0x3FFFD
    };

    private TerminalCells() {}

    /** How many cells a code point takes that is shown as it is: 0, 1 or 2. */
    static int width(int codePoint) {
        if (codePoint < 0x300) {
            return 1;
        }
        int type = Character.getType(codePoint);
        boolean joins = type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.FORMAT
                || (codePoint >= 0x1160 && codePoint <= 0x11FF);
        if (joins) {
            return 0;
        }
        int found = Arrays.binarySearch(WIDE, codePoint);
        // Behind a first and before a last: an odd insertion point.
        return found >= 0 || (-found - 1) % 2 == 1 ? 2 : 1;
    }

    /** How many cells a text takes. */
    static int width(String text) {
        return text.codePoints().map(TerminalCells::width).sum();
    }

    /** Blanks after, up to a number of cells. */
    static String left(String text, int cells) {
        return text + blanks(cells - width(text));
    }

    /** Blanks before, up to a number of cells. */
    static String right(String text, int cells) {
        return blanks(cells - width(text)) + text;
    }

    /** Cut after a number of cells, with a mark where something is gone. */
    static String cut(String text, int cells, String ellipsis) {
        if (width(text) <= cells) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int room = cells - width(ellipsis);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            room -= width(c);
            if (room < 0) {
                break;
            }
            kept.appendCodePoint(c);
            i += Character.charCount(c);
        }
        return kept + ellipsis;
    }

    /** Breaks prose at blanks so that no line is wider than it must be; words stay whole, for paths can be clicked. */
    static List<String> wrapped(String text, int cells) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
            StringBuilder line = new StringBuilder();
            int used = 0;
            for (String word : paragraph.split(" ", -1)) {
                int width = width(word);
                if (!line.isEmpty() && used + 1 + width > cells) {
                    lines.add(line.toString());
                    line.setLength(0);
                    used = 0;
                }
                if (!line.isEmpty()) {
                    line.append(' ');
                    used++;
                }
                line.append(word);
                used += width;
            }
            lines.add(line.toString());
        }
        return lines;
    }

    static String blanks(int cells) {
        return " ".repeat(Math.max(0, cells));
    }
}
