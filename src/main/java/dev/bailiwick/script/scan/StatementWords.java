package dev.bailiwick.script.scan;

import dev.bailiwick.model.script.Statement;
import dev.bailiwick.model.script.TableName;
import dev.bailiwick.model.script.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One statement as its words, without blanks and comments: what a rule reads it by. A string or a body is one word; what
 * stands in it is not looked at.
 *
 * <p>Positions are counted from 0; after the end nothing matches.
 */
public final class StatementWords {
    private final Text text;
    private final List<Token> tokens;
    private final LeadingTokens head;
    private final TableNameReader names;

    private StatementWords(Text text, List<Token> tokens) {
        this.text = text;
        this.tokens = List.copyOf(tokens);
        this.head = new LeadingTokens(text, this.tokens);
        this.names = new TableNameReader(text, this.tokens);
    }

    /** Reads a statement of a text. */
    public static StatementWords of(Text text, Statement statement) {
        List<Token> tokens = new ArrayList<>();
        Scanner scanner = new Scanner(text, statement.start(), statement.end(), token -> {});
        for (Token token = scanner.next(); token.kind() != Token.Kind.END; token = scanner.next()) {
            if (!token.skipped()) {
                tokens.add(token);
            }
        }
        if (!tokens.isEmpty() && tokens.get(tokens.size() - 1).isSymbol(text, ';')) {
            tokens.remove(tokens.size() - 1);
        }
        return new StatementWords(text, tokens);
    }

    /** How many there are. */
    public int size() {
        return tokens.size();
    }

    /** Whether these keywords stand at a position, one after the other, in letters of any size. */
    public boolean is(int at, String... keywords) {
        return at >= 0 && head.is(at, keywords);
    }

    /** Whether one of these keywords stands at a position. */
    public boolean isAny(int at, String... keywords) {
        return at >= 0 && head.isAny(at, keywords);
    }

    public boolean symbol(int at, char symbol) {
        return at >= 0 && head.isSymbol(at, symbol);
    }

    /** Whether a string stands at a position. */
    public boolean string(int at) {
        return at >= 0 && head.isString(at);
    }

    /** The position of a keyword from a position on; -1 where it doesn't come. */
    public int find(int from, String keyword) {
        return from < 0 ? -1 : head.find(from, keyword);
    }

    /** The position of a keyword from a position on and before another; -1 where it doesn't come. */
    public int find(int from, int to, String keyword) {
        for (int i = Math.max(from, 0); i < Math.min(to, size()); i++) {
            if (head.is(i, keyword)) {
                return i;
            }
        }
        return -1;
    }

    /** The name at a position, as PostgreSQL folds it; null where none is. */
    public @Nullable TableName name(int at) {
        TableNameReader.Found found = at < 0 ? null : names.at(at);
        return found == null ? null : found.name();
    }

    /** The position after the name at a position; the same position where none is. */
    public int after(int at) {
        TableNameReader.Found found = at < 0 ? null : names.at(at);
        return found == null ? at : found.next();
    }

    /** Whether a word is an identifier or keyword. */
    public boolean word(int at) {
        return at >= 0 && at < tokens.size() && tokens.get(at).kind() == Token.Kind.WORD;
    }

    /** A word as it is written; empty after the end. */
    public String text(int at) {
        return at < 0 || at >= tokens.size()
                ? ""
                : text.substring(tokens.get(at).start(), tokens.get(at).end());
    }

    /** A word in small letters; empty after the end. */
    public String lower(int at) {
        return text(at).toLowerCase(Locale.ROOT);
    }

    /** Where the text has a word. */
    public int offset(int at) {
        return tokens.isEmpty()
                ? 0
                : tokens.get(Math.max(0, Math.min(at, tokens.size() - 1))).start();
    }

    /** The text between two positions as it is written. */
    public String text(int from, int to) {
        return from >= to || from >= tokens.size()
                ? ""
                : text.substring(
                        tokens.get(from).start(),
                        tokens.get(Math.min(to, tokens.size()) - 1).end());
    }

    /** The position of the parenthesis that closes the one at a position; the end where it isn't closed. */
    public int closing(int opening) {
        int depth = 0;
        for (int i = opening; i < tokens.size(); i++) {
            if (symbol(i, '(')) {
                depth++;
            } else if (symbol(i, ')')) {
                depth--;
                if (depth == 0) {
                    return i;
                }
            }
        }
        return tokens.size();
    }

    /**
     * What stands between commas from one position to before another, outside of parentheses.
     *
     * @return where each begins, and the end after the last
     */
    public List<Item> items(int from, int to) {
        List<Item> items = new ArrayList<>();
        int begin = from;
        int depth = 0;
        for (int i = from; i < to; i++) {
            if (symbol(i, '(') || symbol(i, '[')) {
                depth++;
            } else if (symbol(i, ')') || symbol(i, ']')) {
                depth--;
            } else if (depth == 0 && symbol(i, ',')) {
                items.add(new Item(begin, i));
                begin = i + 1;
            }
        }
        if (begin < to) {
            items.add(new Item(begin, to));
        }
        return items;
    }

    /** A stretch of words, the second position not included. */
    public record Item(int from, int to) {}
}
