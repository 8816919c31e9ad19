package dev.bailiwick.model.script;

import java.util.Comparator;

/**
 * The order of migrations: file names compared byte by byte in UTF-8, as {@code LC_ALL=C ls} does.
 *
 * <p>{@link String#compareTo} differs from it: UTF-16 sorts characters beyond U+FFFF before U+E000.
 */
public final class ByteOrder {
    private ByteOrder() {}

    public static final Comparator<String> OF_NAMES = ByteOrder::compare;

    private static int compare(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        for (int i = 0; i < shorter; i++) {
            char one = a.charAt(i);
            char other = b.charAt(i);
            if (one != other) {
                return rank(one) - rank(other);
            }
        }
        return a.length() - b.length();
    }

    /** UTF-8 has the characters that UTF-16 makes of surrogates after all others. */
    private static int rank(char c) {
        return Character.isSurrogate(c) ? c + 0x10000 : c;
    }
}
