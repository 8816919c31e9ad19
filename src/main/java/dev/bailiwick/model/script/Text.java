package dev.bailiwick.model.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;

/**
 * The text of a file: held in memory, or read again wherever it is asked for, so that a file of any size can be cut, run and
 * kept. Its methods are those of {@link String}; offsets are UTF-16 code units.
 */
public interface Text extends CharSequence {

    /** A text that is held. */
    static Text of(String text) {
        return new Held(text);
    }

    @Override
    default Text subSequence(int start, int end) {
        return of(substring(start, end));
    }

    /** See {@link String#substring(int, int)}. */
    String substring(int start, int end);

    /** Where a character stands first, at or after an offset; {@code -1} where it doesn't. */
    int indexOf(char c, int from);

    /** Where some characters stand first, at or after an offset; {@code -1} where they don't. */
    int indexOf(String part, int from);

    /** How many bytes the text takes as UTF-8. */
    long bytes();

    default boolean startsWith(String part) {
        return startsWith(part, 0);
    }

    /** See {@link String#startsWith(String, int)}. */
    default boolean startsWith(String part, int at) {
        return at >= 0
                && at + part.length() <= length()
                && substring(at, at + part.length()).equals(part);
    }

    default boolean contains(String part) {
        return indexOf(part, 0) >= 0;
    }

    /**
     * Some of it as UTF-8, encoded a piece at a time; the offsets stand between whole characters.
     *
     * <p>Where the text can't be read any more, reading throws an {@link IOException}.
     */
    default InputStream utf8(int start, int end) {
        return new Utf8(this, start, end);
    }

    /** A text in memory. */
    record Held(String text) implements Text {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            return text.charAt(index);
        }

        @Override
        public String substring(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public int indexOf(char c, int from) {
            return text.indexOf(c, from);
        }

        @Override
        public int indexOf(String part, int from) {
            return text.indexOf(part, from);
        }

        @Override
        public boolean startsWith(String part, int at) {
            return text.startsWith(part, at);
        }

        @Override
        public long bytes() {
            return text.getBytes(UTF_8).length;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
