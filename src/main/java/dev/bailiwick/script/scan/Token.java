package dev.bailiwick.script.scan;

import dev.bailiwick.model.script.Text;

/**
 * A stretch of text that PostgreSQL's lexer would not cut in two. Tokens follow each other without a gap.
 *
 * @param start UTF-16 offset of its first character
 * @param end UTF-16 offset after its last character
 * @param closed false where the text ended inside a string, a quoted identifier, a body or a comment
 */
public record Token(Kind kind, int start, int end, boolean closed) {

    /** What the scanner tells apart. */
    public enum Kind {
        /** Blanks and line ends. */
        BLANK,
        /** From {@code --} to the end of the line, without the line end. */
        LINE_COMMENT,
        /** A comment in slashes and stars, with the comments inside it. */
        BLOCK_COMMENT,
        /** A keyword or an identifier without quotes. */
        WORD,
        /** An identifier in double quotes. */
        QUOTED,
        /** A string in single quotes of any sort, with its continuations on further lines. */
        STRING,
        /** A string between dollar tags, tags included. */
        DOLLAR,
        /** Digits, or a parameter such as {@code $1}. */
        NUMBER,
        /** One character of punctuation or of an operator. */
        SYMBOL,
        /** A backslash outside of quotes up to the end of its line: a command that only psql knows. */
        BACKSLASH,
        /** The line end after a COPY statement, its data lines and the closing line. */
        COPY_DATA,
        /** The end of the text. */
        END
    }

    /** Whether the server skips it: blanks and comments. */
    public boolean skipped() {
        return kind == Kind.BLANK || kind == Kind.LINE_COMMENT || kind == Kind.BLOCK_COMMENT;
    }

    public boolean isSymbol(Text text, char symbol) {
        return kind == Kind.SYMBOL && text.charAt(start) == symbol;
    }

    /** Whether it is this keyword, in letters of any size; never true of a quoted identifier. */
    public boolean isWord(Text text, String keyword) {
        if (kind != Kind.WORD || end - start != keyword.length()) {
            return false;
        }
        for (int i = 0; i < keyword.length(); i++) {
            if (lower(text.charAt(start + i)) != keyword.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** PostgreSQL folds keywords in ASCII only, whatever the locale. */
    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
}
