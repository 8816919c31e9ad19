package dev.bailiwick.script.scan;

import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.scan.Token.Kind;
import java.util.function.Consumer;

/**
 * Cuts SQL into tokens by the lexical rules of PostgreSQL's scan.l, one small method per lexical state, with
 * standard_conforming_strings on. It needs time and memory in proportion to the text, however deep comments nest.
 */
public final class Scanner {

    private final Text text;
    private final int limit;
    private final Consumer<Token> trail;
    private int at;

    public Scanner(Text text, int from, int limit, Consumer<Token> trail) {
        this.text = text;
        this.at = from;
        this.limit = limit;
        this.trail = trail;
    }

    /** The next token; at the end of the text {@link Kind#END}, again and again. */
    public Token next() {
        int start = at;
        if (start >= limit) {
            return new Token(Kind.END, limit, limit, true);
        }
        char c = text.charAt(start);
        if (isBlank(c)) {
            return blanks(start);
        }
        if (isWordStart(c)) {
            return wordOrPrefixedString(start, c);
        }
        return switch (c) {
            case '\'' -> string(start, false);
            case '"' -> quotedIdentifier(start);
            case '$' -> dollar(start);
            case '-' -> peek(1) == '-' ? lineComment(start) : symbol(start);
            case '/' -> peek(1) == '*' ? blockComment(start) : symbol(start);
            case '\\' -> backslash(start);
            default -> isDigit(c) ? number(start) : symbol(start);
        };
    }

    /** Reads blanks up to the end of this line, without the newline. */
    public void blanksOnLine() {
        int start = at;
        while (at < limit && isBlank(text.charAt(at)) && text.charAt(at) != '\n') {
            at++;
        }
        token(Kind.BLANK, start, true);
    }

    /** Whether the next character is a newline or the end of the text. */
    public boolean atLineEnd() {
        return at >= limit || text.charAt(at) == '\n';
    }

    /** Where the next token starts. */
    public int at() {
        return at;
    }

    public boolean atLineComment() {
        return peek(0) == '-' && peek(1) == '-';
    }

    /**
     * The data lines of a COPY.
     *
     * @param end before the closing line
     * @param closed whether there is a closing line; else the data go on to the end of the text
     */
    public record CopyLines(int start, int end, boolean closed) {}

    /** Reads the rest of the line and the data lines after it, up to a line of {@code \.} alone, as psql does. */
    public CopyLines copyLines() {
        int start = at;
        int first = afterNewline(at);
        int line = first;
        while (line < limit) {
            int next = afterNewline(line);
            if (closesCopy(text, line, next)) {
                at = next;
                token(Kind.COPY_DATA, start, true);
                return new CopyLines(first, line, true);
            }
            line = next;
        }
        at = limit;
        token(Kind.COPY_DATA, start, false);
        return new CopyLines(first, limit, false);
    }

    /** Whether the line from {@code line} to {@code next}, line end included, is {@code \.} alone. */
    private static boolean closesCopy(Text text, int line, int next) {
        int end = next;
        if (end > line && text.charAt(end - 1) == '\n') {
            end--;
        }
        if (end > line && text.charAt(end - 1) == '\r') {
            end--;
        }
        return end - line == 2 && text.charAt(line) == '\\' && text.charAt(line + 1) == '.';
    }

    private int afterNewline(int from) {
        int newline = text.indexOf('\n', from);
        return newline < 0 || newline >= limit ? limit : newline + 1;
    }

    private Token blanks(int start) {
        while (at < limit && isBlank(text.charAt(at))) {
            at++;
        }
        return token(Kind.BLANK, start, true);
    }

    private Token lineComment(int start) {
        at = endOfLine(start);
        return token(Kind.LINE_COMMENT, start, true);
    }

    /** Block comments nest. In {@code /*}{@code /} the slash doesn't close what the star has just opened. */
    private Token blockComment(int start) {
        int depth = 0;
        do {
            char c = text.charAt(at);
            if (c == '/' && peek(1) == '*') {
                depth++;
                at += 2;
            } else if (c == '*' && peek(1) == '/') {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < limit);
        return token(Kind.BLOCK_COMMENT, start, depth == 0);
    }

    /** An E, B, X, N or U&amp; that touches a quote belongs to it; only E brings backslash escapes. */
    private Token wordOrPrefixedString(int start, char c) {
        char second = peek(1);
        if (second == '\'' && "eEbBxXnN".indexOf(c) >= 0) {
            at++;
            return string(start, c == 'e' || c == 'E');
        }
        if (second == '&' && (c == 'u' || c == 'U')) {
            if (peek(2) == '\'') {
                at += 2;
                return string(start, false);
            }
            if (peek(2) == '"') {
                at += 2;
                return quotedIdentifier(start);
            }
        }
        skipWord();
        return token(Kind.WORD, start, true);
    }

    private void skipWord() {
        while (at < limit && isWordPart(text.charAt(at))) {
            at++;
        }
    }

    /** Stands on the opening quote. A string goes on in the same state after a newline and another quote. */
    private Token string(int start, boolean escapes) {
        while (true) {
            if (!runToQuote('\'', escapes)) {
                return token(Kind.STRING, start, false);
            }
            int next = continuation();
            if (next < 0) {
                return token(Kind.STRING, start, true);
            }
            at = next;
        }
    }

    private Token quotedIdentifier(int start) {
        boolean closed = runToQuote('"', false);
        return token(Kind.QUOTED, start, closed);
    }

    /** From an opening quote to after the closing one; false where the text ends first. */
    private boolean runToQuote(char quote, boolean escapes) {
        at++;
        while (at < limit) {
            char c = text.charAt(at);
            if (c == '\\' && escapes) {
                at = Math.min(at + 2, limit);
            } else if (c != quote) {
                at++;
            } else if (peek(1) == quote) {
                at += 2;
            } else {
                at++;
                return true;
            }
        }
        return false;
    }

    /** Where the string that was just closed goes on: blanks and line comments, a newline among them, then a quote. */
    private int continuation() {
        boolean newline = false;
        int i = at;
        while (i < limit) {
            char c = text.charAt(i);
            if (isBlank(c)) {
                newline |= c == '\n' || c == '\r';
                i++;
            } else if (c == '-' && i + 1 < limit && text.charAt(i + 1) == '-') {
                i = endOfLine(i);
            } else {
                return c == '\'' && newline ? i : -1;
            }
        }
        return -1;
    }

    private Token dollar(int start) {
        if (isDigit(peek(1))) {
            at++;
            return number(start);
        }
        int tagEnd = start + 1;
        if (tagEnd < limit && isWordStart(text.charAt(tagEnd))) {
            while (tagEnd < limit && isWordPart(text.charAt(tagEnd)) && text.charAt(tagEnd) != '$') {
                tagEnd++;
            }
        }
        if (tagEnd >= limit || text.charAt(tagEnd) != '$') {
            return symbol(start);
        }
        String tag = text.substring(start, tagEnd + 1);
        int close = text.indexOf(tag, tagEnd + 1);
        boolean closed = close >= 0 && close + tag.length() <= limit;
        at = closed ? close + tag.length() : limit;
        return token(Kind.DOLLAR, start, closed);
    }

    /** A word that touches a number belongs to it ("trailing junk", since version 15), so {@code 1E''} has no escapes. */
    private Token number(int start) {
        while (at < limit && isDigit(text.charAt(at))) {
            at++;
        }
        if (isWordStart(peek(0))) {
            skipWord();
        }
        return token(Kind.NUMBER, start, true);
    }

    private Token symbol(int start) {
        at++;
        return token(Kind.SYMBOL, start, true);
    }

    /** {@code \;} and {@code \:} are two characters to psql; other commands take the rest of the line. */
    private Token backslash(int start) {
        at = peek(1) == ';' || peek(1) == ':' ? start + 2 : endOfLine(start);
        return token(Kind.BACKSLASH, start, true);
    }

    private int endOfLine(int from) {
        int i = from;
        while (i < limit && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
            i++;
        }
        return i;
    }

    private char peek(int ahead) {
        return at + ahead < limit ? text.charAt(at + ahead) : '\0';
    }

    private Token token(Kind kind, int start, boolean closed) {
        Token token = new Token(kind, start, at, closed);
        if (at > start) {
            trail.accept(token);
        }
        return token;
    }

    /** PostgreSQL's blanks, the vertical tab since version 16. A no-break space is an identifier character. */
    public static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    private static boolean isWordPart(char c) {
        return isWordStart(c) || isDigit(c) || c == '$';
    }
}
