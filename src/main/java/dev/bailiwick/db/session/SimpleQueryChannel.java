package dev.bailiwick.db.session;

import dev.bailiwick.model.failure.ServerMessage;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.PGBindException;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.TransactionState;
import org.postgresql.core.Tuple;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * Sends SQL text exactly as it is, as one simple-query message, and hears the server while it runs.
 *
 * <p>It and {@link CopyStream} are the only classes that use {@code org.postgresql.core}, which is public in pgjdbc's jar and not documented API: a
 * {@code java.sql.Statement} would keep all rows of a SELECT in memory and tell notices only afterwards.
 */
public final class SimpleQueryChannel {
    private static final int FLAGS =
            QueryExecutor.QUERY_EXECUTE_AS_SIMPLE | QueryExecutor.QUERY_NO_RESULTS | QueryExecutor.QUERY_SUPPRESS_BEGIN;

    /** SQLSTATE of ours: what was to be sent could not be read to its end. */
    public static final String UNREAD = "BWDAT";

    private final PgConnection connection;

    SimpleQueryChannel(PgConnection connection) {
        this.connection = connection;
    }

    /** Hears the answers to one message. */
    public interface Listener {
        /** The next statement of the message came to its end. */
        void statementDone();

        /** The same, with the server's tag for it where it came with one, such as COMMIT. */
        default void statementDone(String tag) {
            statementDone();
        }

        void notice(ServerMessage message);
    }

    /** Sends a text of any number of statements; it ends with the first error. */
    public void send(String text, Listener listener) throws SQLException {
        QueryExecutor executor = connection.getQueryExecutor();
        // createSimpleQuery would split the text and go on after an error; createQuery(…, false, false) leaves it
        // alone.
        Query query = executor.createQuery(text, false, false).query;
        try {
            executor.execute(query, null, new Answers(listener), 0, 0, FLAGS);
        } catch (RuntimeException e) {
            SQLException nonsense = AnswerLimit.nonsense(e);
            if (nonsense == null) {
                throw e;
            }
            executor.abort();
            throw nonsense;
        }
    }

    /**
     * Streams data, in UTF-8, into one {@code COPY … FROM STDIN} statement; they are not held in memory.
     *
     * @return how many rows the server took
     * @throws SQLException with {@link #UNREAD} where the stream fails: the server was told to forget what it had got
     */
    public long copyIn(String statement, InputStream data, Listener listener) throws SQLException {
        long rows;
        try {
            rows = new CopyStream(connection, notice -> report(notice, listener)).send(statement, data);
        } catch (IOException e) {
            throw new SQLException(e.getMessage(), UNREAD, e);
        }
        listener.statementDone();
        return rows;
    }

    /** Why the stream of a parameter failed while it was sent; null where it was something else. */
    public static @Nullable String unread(SQLException e) {
        return e.getCause() instanceof PGBindException bind
                ? bind.getIOException().getMessage()
                : null;
    }

    private static void report(@Nullable SQLWarning first, Listener listener) {
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            if (warning instanceof PSQLWarning w && w.getServerErrorMessage() != null) {
                listener.notice(message(w.getServerErrorMessage()));
            }
        }
    }

    /** Rolls back whatever transaction is open; does nothing where none is. */
    public void rollback() throws SQLException {
        if (connection.getQueryExecutor().getTransactionState() != TransactionState.IDLE) {
            send("ROLLBACK", new Silence());
        }
    }

    /** What the server said in this exception; null where the driver made it itself. */
    public static @Nullable ServerMessage said(SQLException e) {
        return e instanceof PSQLException p && p.getServerErrorMessage() != null
                ? message(p.getServerErrorMessage())
                : null;
    }

    /** Position in code points from 1 in the text that was sent; 0 where the server named none. */
    public static int position(SQLException e) {
        return e instanceof PSQLException p && p.getServerErrorMessage() != null
                ? p.getServerErrorMessage().getPosition()
                : 0;
    }

    /** The query that a function or DO block was running when it failed; null where it ran none. */
    public static @Nullable String internalQuery(SQLException e) {
        return e instanceof PSQLException p && p.getServerErrorMessage() != null
                ? p.getServerErrorMessage().getInternalQuery()
                : null;
    }

    /** Position in code points from 1 in {@link #internalQuery}; 0 where the server named none. */
    public static int internalPosition(SQLException e) {
        return e instanceof PSQLException p && p.getServerErrorMessage() != null
                ? p.getServerErrorMessage().getInternalPosition()
                : 0;
    }

    /** Whether an error names this table as the one whose constraint was violated. */
    public static boolean onTable(SQLException e, String schema, String table) {
        return e instanceof PSQLException p
                && p.getServerErrorMessage() != null
                && schema.equals(p.getServerErrorMessage().getSchema())
                && table.equals(p.getServerErrorMessage().getTable());
    }

    private static ServerMessage message(ServerErrorMessage m) {
        return new ServerMessage(
                or(m.getSeverity(), "ERROR"),
                or(m.getSQLState(), "XX000"),
                or(m.getMessage(), ""),
                m.getDetail(),
                m.getHint(),
                m.getWhere(),
                constraint(m));
    }

    private static ServerMessage.@Nullable Constraint constraint(ServerErrorMessage m) {
        String schema = m.getSchema();
        String table = m.getTable();
        String name = m.getConstraint();
        return schema == null || table == null || name == null
                ? null
                : new ServerMessage.Constraint(schema, table, name);
    }

    private static String or(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }

    /** A listener for messages of our own. */
    static final class Silence implements Listener {
        @Override
        public void statementDone() {}

        @Override
        public void notice(ServerMessage message) {}
    }

    private static final class Answers extends ResultHandlerBase {
        private final Listener listener;

        Answers(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void handleWarning(SQLWarning warning) {
            report(warning, listener);
        }

        @Override
        public void handleCommandStatus(String tag, long count, long oid) {
            listener.statementDone(tag);
        }

        @Override
        public void handleResultRows(Query query, Field[] fields, List<Tuple> rows, @Nullable ResultCursor cursor) {
            listener.statementDone();
        }
    }
}
