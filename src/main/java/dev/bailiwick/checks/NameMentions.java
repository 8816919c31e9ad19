package dev.bailiwick.checks;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Which names a text speaks of, be it in code, a string or a comment. The text is read once, however many names are asked
 * for.
 */
final class NameMentions {
    /** No name that PostgreSQL keeps is longer, in characters. */
    private static final int LONGEST = 63;

    private final Set<String> words = new HashSet<>();

    NameMentions(String text) {
        int start = -1;
        int quote = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if (part(c)) {
                start = start < 0 ? i : start;
                continue;
            }
            if (start >= 0) {
                add(text, start, i);
                start = -1;
            }
            if (c == '"') {
                // What stands between any two quotes may be a name with blanks in it.
                if (quote >= 0) {
                    add(text, quote + 1, i);
                }
                quote = i;
            }
        }
    }

    private void add(String text, int from, int to) {
        if (to - from <= LONGEST) {
            words.add(text.substring(from, to).toLowerCase(Locale.ROOT));
        }
    }

    private static boolean part(char c) {
        return c == '_' || c == '$' || Character.isLetterOrDigit(c) || Character.isSurrogate(c);
    }

    /** Whether it speaks of a name, in letters of any size. */
    boolean of(String name) {
        return words.contains(name.toLowerCase(Locale.ROOT));
    }

    /** All words, in small letters. */
    Collection<String> words() {
        return words;
    }
}
