package dev.bailiwick.script.split;

import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.scan.LeadingTokens;
import dev.bailiwick.script.scan.Token;
import dev.bailiwick.script.scan.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statement that is being read. It knows whether a semicolon ends it, by the rules of psql: not within parentheses
 * and not within the {@code BEGIN ATOMIC … END} body of a function or procedure.
 */
final class StatementDraft {

    /** How many tokens tell what a statement does: the longest is ALTER TABLE … DETACH PARTITION … CONCURRENTLY. */
    private static final int HEAD = 32;

    /** Which way a COPY goes, as far as it has been read. */
    private enum Copy {
        UNDECIDED,
        FROM,
        TO,
        STDIN,
        STDOUT,
        OTHER
    }

    private final Text text;
    private final List<Token> head = new ArrayList<>();
    private @Nullable Token last;
    private boolean afterDot;
    private boolean afterBegin;
    private boolean bodyStatementStarts;
    private int depth;
    private int parenthesis = -1;
    private int begin = -1;
    private int body = -1;
    private Copy copy = Copy.OTHER;

    StatementDraft(Text text) {
        this.text = text;
    }

    boolean isEmpty() {
        return head.isEmpty();
    }

    int start() {
        return head.get(0).start();
    }

    /** Whether it is a number sign and nothing else, as Play's evolutions have before their markers. */
    boolean isNumberSign() {
        return head.size() == 1 && head.get(0).isSymbol(text, '#');
    }

    /** Behind its last token that is neither blank nor comment. */
    int end() {
        return last == null ? 0 : last.end();
    }

    LeadingTokens head() {
        return new LeadingTokens(text, List.copyOf(head));
    }

    /** Whether only more text can end it: a parenthesis or a body is open. */
    boolean open() {
        return depth > 0 || body >= 0;
    }

    /** The parenthesis or BEGIN that is open, the outermost where there are several. */
    int openedAt() {
        return body >= 0 ? body : parenthesis;
    }

    boolean bodyIsOpen() {
        return body >= 0;
    }

    boolean readsCopyData() {
        return copy == Copy.STDIN;
    }

    boolean writesCopyData() {
        return copy == Copy.STDOUT;
    }

    /** Takes the next token that is neither blank nor comment; true where it is the semicolon that ends it all. */
    boolean take(Token token) {
        if (head.size() < HEAD) {
            head.add(token);
        }
        boolean ends = token.isSymbol(text, ';') && !open();
        if (!ends) {
            followCopy(token);
            followBody(token);
            followParentheses(token);
        }
        afterDot = token.isSymbol(text, '.');
        last = token;
        return ends;
    }

    private void followParentheses(Token token) {
        if (token.isSymbol(text, '(')) {
            if (depth == 0) {
                parenthesis = token.start();
            }
            depth++;
        } else if (token.isSymbol(text, ')') && depth > 0) {
            depth--;
        }
    }

    /**
     * A body ends at the END that stands where one of its statements could start, because each of those has its own
     * semicolon. So the END of a CASE, a column named "end" and {@code t.end} need no counting.
     */
    private void followBody(Token token) {
        if (body >= 0) {
            if (bodyStatementStarts && token.isWord(text, "end")) {
                body = -1;
            }
            bodyStatementStarts = depth == 0 && token.isSymbol(text, ';');
        } else if (afterBegin && token.isWord(text, "atomic")) {
            body = begin;
            bodyStatementStarts = true;
        }
        afterBegin = body < 0 && depth == 0 && !afterDot && token.isWord(text, "begin") && createsRoutine();
        if (afterBegin) {
            begin = token.start();
        }
    }

    private boolean createsRoutine() {
        LeadingTokens words = new LeadingTokens(text, head);
        int i = words.is(0, "create", "or", "replace") ? 3 : 1;
        return words.is(0, "create") && (words.is(i, "function") || words.is(i, "procedure"));
    }

    /** The first FROM or TO outside of parentheses decides; STDIN and STDOUT mean the same (gram.y, copy_file_name). */
    private void followCopy(Token token) {
        if (head.size() == 1) {
            copy = token.isWord(text, "copy") ? Copy.UNDECIDED : Copy.OTHER;
        } else if (copy == Copy.FROM || copy == Copy.TO) {
            boolean client = token.isWord(text, "stdin") || token.isWord(text, "stdout");
            copy = !client ? Copy.OTHER : copy == Copy.FROM ? Copy.STDIN : Copy.STDOUT;
        } else if (copy == Copy.UNDECIDED && depth == 0 && !afterDot && token.kind() == Kind.WORD) {
            if (token.isWord(text, "from")) {
                copy = Copy.FROM;
            } else if (token.isWord(text, "to")) {
                copy = Copy.TO;
            }
        }
    }
}
