package dev.bailiwick.db.run;

import dev.bailiwick.db.guard.GuardSql;
import dev.bailiwick.db.section.RunListener;
import dev.bailiwick.db.section.SectionResult;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.section.SqlError;
import dev.bailiwick.db.session.SimpleQueryChannel;
import dev.bailiwick.model.catalog.Violation;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.script.Part;
import dev.bailiwick.model.script.Place;
import dev.bailiwick.model.script.Statement;
import dev.bailiwick.model.script.Text;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Follows a unit's answers: which statement is next, what was recorded, and where in the file an error belongs. */
public final class SectionAnswers implements SimpleQueryChannel.Listener {
    /** Lines beyond a thousand million are left to the server's own words. */
    private static final Pattern COPY_LINE =
            Pattern.compile("(?m)^COPY .*, line (\\d{1,9})(?!\\d)(?:, column .*?: \"(.*)\")?");

    private static final Pattern DO_LINE = Pattern.compile("PL/pgSQL function inline_code_block line (\\d+)");
    private static final Pattern DOLLAR = Pattern.compile("\\$[^\\s$]*\\$");

    /** Milliseconds, last log entry and last row. */
    private static final Pattern RECORDED = Pattern.compile("\\d{1,10} \\d{1,18} \\d{1,18}");

    private final SectionRun unit;
    private final int ownBefore;
    private final RunListener listener;
    private final List<Statement> statements;
    private int answers;
    private int answersBefore;
    private long rowsCopied;
    private List<Violation> violations = List.of();
    private int sentBefore;
    private @Nullable Part part;
    private SectionResult.@Nullable Done done;

    /** Follows a unit whose first message opens with {@code ownBefore} statements of ours. */
    public SectionAnswers(SectionRun unit, int ownBefore, RunListener listener) {
        this.unit = unit;
        this.ownBefore = ownBefore;
        this.listener = listener;
        this.statements = unit.section().sent();
    }

    /** The next message (or the rest of it) is this part, behind so many characters (code points) of other text. */
    public void sending(int before, Part next) {
        sentBefore = before;
        part = next;
        answersBefore = answers;
    }

    /** So many rows of a data file are in. */
    void copied(long rows) {
        rowsCopied += rows;
    }

    /** Of a section outside a transaction so many statements are done: the next one was rolled back, and runs again. */
    public void backTo(int done) {
        answers = ownBefore + done;
    }

    @Override
    public void statementDone() {
        answers++;
    }

    @Override
    public void notice(ServerMessage message) {
        // A section can say whatever it likes, under any SQLSTATE.
        if (message.sqlState().equals(GuardSql.VIOLATION) && GuardSql.tellsViolations(message)) {
            violations = Stream.concat(violations.stream(), GuardSql.violations(message).stream())
                    .distinct()
                    .toList();
            return;
        }
        if (!message.sqlState().equals(RunMessages.RECORDED)
                || !RECORDED.matcher(message.message()).matches()) {
            listener.notice(message);
            return;
        }
        String[] words = message.message().split(" ");
        done = new SectionResult.Done(
                (int) Math.min(Integer.MAX_VALUE, Long.parseLong(words[0])),
                new History.Version(Long.parseLong(words[2]), Long.parseLong(words[1])),
                rowsCopied,
                violations);
    }

    /** Hears the answers to statements of ours that stand between two of the section's. */
    SimpleQueryChannel.Listener aside() {
        return new SimpleQueryChannel.Listener() {
            @Override
            public void statementDone() {}

            @Override
            public void notice(ServerMessage message) {
                SectionAnswers.this.notice(message);
            }
        };
    }

    /** What was recorded. */
    public SectionResult.Done done() {
        if (done == null) {
            throw new IllegalStateException("the server did not say what was recorded of " + unit.filename());
        }
        return done;
    }

    /** Whether the server has said what it recorded. */
    boolean recorded() {
        return done != null;
    }

    /** Whether all statements of the section have come to their end: what failed behind them is ours. */
    boolean atEnd() {
        return current() >= statements.size();
    }

    /** Whether the deferred triggers of the section have run, too: nothing but text of ours can fail any more. */
    boolean behindDeferred() {
        return current() > statements.size();
    }

    /** Whether nothing has come back of the message that holds the part which was sent last. */
    boolean unanswered() {
        return answers == answersBefore;
    }

    /** An error at an offset of the unit's text. */
    public SqlError at(ServerMessage said, int offset) {
        return new SqlError(said, offset, statementAt(offset, 0) + 1);
    }

    /** Index of the statement that has not come to its end yet; the number of statements when all have. */
    private int current() {
        return Math.max(0, answers - ownBefore);
    }

    /** The data file that the part names which was being sent can't be read, or else the unit's own file. */
    SectionResult.Unread unread(String reason) {
        return part instanceof Part.CopyFile copy
                ? new SectionResult.Unread(unit.copied().path(copy), copy.start(), reason)
                : new SectionResult.Unread(unit.path(), -1, reason);
    }

    /** Places an error in the unit's text, or in its data file. */
    public SqlError error(SQLException e, ServerMessage words) {
        ServerMessage said = answers < ownBefore || behindDeferred() ? words.inOwnStatement() : words;
        int index = Math.min(current(), statements.size());
        int position = SimpleQueryChannel.position(e);
        if (UnreadableMessageCheck.may(e) && (unanswered() || atEnd())) {
            int lacked = UnreadableMessageCheck.lacked(unit, e);
            if (lacked >= 0 || UnreadableMessageCheck.lackedByName(unit, e)) {
                return lacked >= 0 ? at(said, lacked) : new SqlError(said, -1, 1);
            }
        }
        if (position <= 0 && answers < ownBefore) {
            return new SqlError(said, -1, 0);
        }
        if (position > 0) {
            int offset = exact(position);
            if (offset >= 0) {
                return new SqlError(said, offset, statementAt(offset, index) + 1);
            }
        }
        if (index >= statements.size()) {
            return new SqlError(said, -1, index + 1);
        }
        Statement statement = statements.get(index);
        Matcher line = COPY_LINE.matcher(String.valueOf(said.context()));
        if (part instanceof Part.CopyFile copy && line.find()) {
            Place data = unit.copied().place(copy, Integer.parseInt(line.group(1)), line.group(2));
            return new SqlError(said, statement.start(), index + 1, data);
        }
        int at = within(statement, said);
        int exact = inQuery(e, statement, at);
        return new SqlError(said, exact < 0 ? at : exact, index + 1);
    }

    /** The character that the server's position means; {@code -1} where it lies in text of ours. */
    private int exact(int position) {
        if (part == null) {
            return -1;
        }
        int inPart = position - 1 - sentBefore;
        String text = part.text();
        if (inPart < 0 || inPart > text.codePointCount(0, text.length())) {
            return -1;
        }
        return part.at(text.offsetByCodePoints(0, inPart));
    }

    /**
     * The character within a query that a body was running, where the file has that query as it is, at or behind an
     * offset; {@code -1} where it has not, or more than once.
     *
     * <p>Such a query is also the whole body when the body itself can't be parsed: the server would tell a position in
     * the message if it found the body there only once, but our message holds the file's text a second time.
     */
    private int inQuery(SQLException e, Statement statement, int from) {
        String query = SimpleQueryChannel.internalQuery(e);
        int position = SimpleQueryChannel.internalPosition(e);
        if (query == null
                || query.isBlank()
                || position < 1
                || position > query.codePointCount(0, query.length()) + 1) {
            return -1;
        }
        int found = inText(query, from, statement.end());
        if (found < 0 || inText(query, found + 1, statement.end()) >= 0) {
            return -1;
        }
        return found + query.offsetByCodePoints(0, position - 1);
    }

    private int inText(String query, int from, int limit) {
        int found = unit.text().indexOf(query, from);
        return found + query.length() <= limit ? found : -1;
    }

    private int statementAt(int offset, int otherwise) {
        for (int i = 0; i < statements.size(); i++) {
            if (offset >= statements.get(i).start()
                    && offset < statements.get(i).end()) {
                return i;
            }
        }
        return otherwise;
    }

    /** The line of COPY data or of a DO block that the context names, else the statement's start. */
    private int within(Statement statement, ServerMessage said) {
        String context = said.context() == null ? "" : said.context();
        Matcher copy = COPY_LINE.matcher(context);
        if (statement.kind() == Statement.Kind.COPY_IN && copy.find()) {
            return lineStart(statement.dataStart(), Integer.parseInt(copy.group(1)), statement.dataEnd());
        }
        Matcher block = DO_LINE.matcher(context);
        if (block.find()) {
            Matcher quote = DOLLAR.matcher(unit.text()).region(statement.start(), statement.end());
            if (quote.find()) {
                int line = Integer.parseInt(block.group(1));
                return line == 1 ? quote.start() : lineStart(quote.start(), line, statement.end());
            }
        }
        return statement.start();
    }

    /** Start of the n-th line from an offset, which itself is in line 1; leading blanks are passed over. */
    private int lineStart(int from, int line, int limit) {
        Text text = unit.text();
        int at = from;
        for (int i = 1; i < line; i++) {
            int end = text.indexOf('\n', at);
            if (end < 0 || end >= limit) {
                break;
            }
            at = end + 1;
        }
        while (at < limit && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }
}
