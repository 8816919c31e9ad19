package dev.bailiwick.db.session;

import dev.bailiwick.model.failure.ServerMessage;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A statement of our own failed: the connection broke, or the server refused it. */
public final class SqlFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SQLException cause;

    public SqlFailure(SQLException cause) {
        super(words(cause), cause);
        this.cause = cause;
    }

    public SQLException sqlException() {
        return cause;
    }

    /** The server's words without the text of our statement, which the driver's message would show. */
    public static String words(SQLException cause) {
        ServerMessage said = SimpleQueryChannel.said(cause);
        if (said == null) {
            return String.valueOf(cause.getMessage());
        }
        return said.severity() + ": " + said.message()
                + (said.detail() == null ? "" : "\n  Detail: " + said.detail())
                + (said.hint() == null ? "" : "\n  Hint: " + said.hint());
    }

    /** What the server said; null where the driver noticed it alone. */
    public @Nullable ServerMessage said() {
        ServerMessage said = cause instanceof HistoryChangedException changed ? changed.said() : SimpleQueryChannel.said(cause);
        return said == null ? null : said.inOwnStatement();
    }

    /** SQLSTATE; empty where there is none. */
    public String sqlState() {
        return cause.getSQLState() == null ? "" : cause.getSQLState();
    }

    /** Whether the connection is gone (SQLSTATE classes 08 and 57P). */
    public boolean lost() {
        return lost(cause);
    }

    public static boolean lost(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        return state.startsWith("08") || state.startsWith("57P");
    }
}
