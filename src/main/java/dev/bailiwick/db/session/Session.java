package dev.bailiwick.db.session;

import dev.bailiwick.model.failure.BailiwickException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.HostSpec;

/** One login: a connection with what was found out about its server. */
public final class Session implements AutoCloseable {
    private static final String GREETING = """
            WITH configured (name, value, nearest) AS (
                SELECT lower(split_part(setting, '=', 1)), substr(setting, strpos(setting, '=') + 1),
                       row_number() OVER (ORDER BY setrole <> 0 DESC, setdatabase <> 0 DESC)
                FROM pg_db_role_setting, unnest(setconfig) AS setting
                WHERE setrole IN (0, (SELECT oid FROM pg_roles WHERE rolname = session_user))
                  AND setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
            )
            SELECT current_setting('server_version_num')::int AS version_number,
                   current_setting('server_version') AS version,
                   current_database() AS database,
                   session_user::text AS role,
                   pg_is_in_recovery() AS standby,
                   pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on' AS read_only,
                   current_setting('standard_conforming_strings') = 'on' AS standard_strings,
                   pg_backend_pid() AS pid,
                   version() ~ 'linux' AS linux,
                   nullif(current_setting('lock_timeout'), '0') AS lock_timeout,
                   current_setting('max_locks_per_transaction')::int
                       * (current_setting('max_connections')::int + current_setting('max_prepared_transactions')::int)
                       AS lock_slots,
                   EXISTS (SELECT FROM pg_event_trigger WHERE evtenabled <> 'D' AND evtevent <> 'login') AS event_triggers,
                   coalesce(
                       (SELECT value FROM configured WHERE name = 'timezone' ORDER BY nearest LIMIT 1),
                       current_setting('log_timezone')) AS time_zone,
                   (SELECT value FROM configured WHERE name = 'datestyle' ORDER BY nearest LIMIT 1) AS date_style,
                   CASE WHEN has_function_privilege('pg_control_system()', 'EXECUTE') THEN
                       substring(query_to_xml('SELECT system_identifier AS id FROM pg_control_system()', false, true, '')::text
                                 FROM '<id>(-?[0-9]+)<') END AS system_identifier
            """;

    private static final String BACK = "ROLLBACK TO SAVEPOINT bailiwick; RELEASE SAVEPOINT bailiwick";

    private final PgConnection connection;
    private final SimpleQueryChannel wire;
    private final ServerInfo info;
    private final Cancellation cancellation;
    private @Nullable Handle handle;

    /** Names of our queries that it keeps planned. */
    private final Set<String> kept = new HashSet<>();

    private Session(PgConnection connection, ServerInfo info, Cancellation cancellation) {
        this.cancellation = cancellation;
        this.connection = connection;
        this.wire = new SimpleQueryChannel(connection);
        this.info = info;
    }

    /**
     * Asks the server for all that later decisions need, in one round trip.
     *
     * @param most how long the answer may take
     * @throws SqlFailure where the connection breaks meanwhile
     */
    public static Session greet(PgConnection connection, Cancellation cancellation, Duration most) {
        try {
            List<ServerInfo> answer = AnswerLimit.within(
                    most,
                    cancellation,
                    connection.getQueryExecutor()::abort,
                    limit -> rows(connection, GREETING, row -> info(row, connection), limit));
            if (answer.size() != 1) {
                throw new SQLException("the server has no answer to who it is", "08P01");
            }
            ServerInfo info = answer.get(0);
            if (info.versionNumber() < ServerInfo.OLDEST) {
                throw BailiwickException.usage(
                        "the server is PostgreSQL " + info.version() + "; 14 is the oldest that Bailiwick supports",
                        "upgrade the server, or point the connection at a newer one");
            }
            return new Session(connection, info, cancellation);
        } catch (SQLException e) {
            closeQuietly(connection);
            throw new SqlFailure(e);
        } catch (RuntimeException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    private static ServerInfo info(ResultSet row, PgConnection connection) throws SQLException {
        if (row.getInt("version_number") >= ServerInfo.OLDEST && !row.getBoolean("standard_strings")) {
            throw BailiwickException.usage(
                    "standard_conforming_strings is off for this login: backslashes in strings would mean"
                            + " something else than the files say",
                    "ALTER ROLE " + row.getString("role") + " SET standard_conforming_strings = on;");
        }
        HostSpec host = connection.getQueryExecutor().getHostSpec();
        return new ServerInfo(
                row.getInt("version_number"),
                row.getString("version"),
                row.getString("database"),
                row.getString("role"),
                row.getBoolean("read_only"),
                row.getBoolean("standby"),
                row.getInt("pid") != connection.getBackendPID(),
                row.getString("time_zone"),
                row.getString("date_style"),
                row.getBoolean("linux"),
                row.getString("lock_timeout"),
                row.getInt("lock_slots"),
                row.getBoolean("event_triggers"),
                host.getHost(),
                host.getPort(),
                row.getString("system_identifier"));
    }

    /** JDBI's wrapping taken off. */
    private static RuntimeException failure(JdbiException e) {
        return e.getCause() instanceof SQLException cause ? new SqlFailure(cause) : e;
    }

    public ServerInfo info() {
        return info;
    }

    /** What it keeps, as {@link PreparedQueries} says; whoever prepares or loses something there changes it. */
    public Set<String> kept() {
        return kept;
    }

    /** Asks a query of our own through JDBI, which is set up with the first: what every run asks does without. */
    public <T> T ask(Function<Handle, T> query) {
        try {
            Handle with = handle == null ? Jdbi.create(connection).open() : handle;
            handle = with;
            return limited(limit -> query.apply(with));
        } catch (JdbiException e) {
            throw failure(e);
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    public PgConnection connection() {
        return connection;
    }

    public SimpleQueryChannel wire() {
        return wire;
    }

    /** Runs text of our own; what it answers is not looked at. */
    public void run(String sql) throws SQLException {
        wire.send(sql, new SimpleQueryChannel.Silence());
    }

    /** One row of an answer. */
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Sends text of our own as one message, and reads the rows of the one query in it. */
    public <T> List<T> query(String message, RowReader<T> reader) {
        try {
            return limited(limit -> rows(connection, message, reader, limit));
        } catch (SQLException e) {
            throw rolledBack(e);
        }
    }

    /**
     * Asks within the open transaction, and leaves it as it was, whatever comes of it: settings of the message are gone
     * after it, and where it fails, the transaction goes on.
     */
    public <T> List<T> inSavepoint(String message, RowReader<T> reader) {
        try {
            return limited(limit -> rows(connection, "SAVEPOINT bailiwick;\n" + message + ";\n" + BACK, reader, limit));
        } catch (SQLException e) {
            if (!SqlFailure.lost(e)) {
                try {
                    run(BACK);
                } catch (SQLException onRollback) {
                    throw rolledBack(onRollback);
                }
            }
            throw new SqlFailure(e);
        }
    }

    /** What we ask by ourselves is answered soon, or there is nobody who answers. */
    private <T> T limited(AnswerLimit.Question<T> question) throws SQLException {
        return AnswerLimit.within(AnswerLimit.READING, cancellation, connection.getQueryExecutor()::abort, question);
    }

    private static <T> List<T> rows(PgConnection connection, String message, RowReader<T> reader, AnswerLimit limit)
            throws SQLException {
        List<T> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            limit.asks(statement);
            statement.setEscapeProcessing(false);
            boolean answers = statement.execute(message);
            while (answers || statement.getUpdateCount() != -1) {
                if (answers) {
                    ResultSet result = statement.getResultSet();
                    while (result.next()) {
                        rows.add(reader.read(result));
                    }
                }
                answers = statement.getMoreResults();
            }
        }
        return rows;
    }

    private SqlFailure rolledBack(SQLException e) {
        if (!SqlFailure.lost(e)) {
            try {
                wire.rollback();
            } catch (SQLException onRollback) {
                e.addSuppressed(onRollback);
            }
        }
        return new SqlFailure(e);
    }

    /** The backend that the login named: behind a pooler it may be another one that answers. */
    public int backendPid() {
        return connection.getBackendPID();
    }

    /** Asks the server to stop what this session is running; called from another thread. */
    public void cancel() throws SQLException {
        connection.cancelQuery();
    }

    /** Whether a statement can still be sent; asked with one that takes no snapshot, which others would wait for. */
    public boolean alive() {
        try {
            return limited(limit -> {
                try (Statement ping = connection.createStatement()) {
                    return ping.execute("SHOW server_version_num");
                }
            });
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        closeQuietly(connection);
    }

    /** The server ends the session whether or not it hears our farewell: there is nothing to do about an error here. */
    private static void closeQuietly(PgConnection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            connection.getQueryExecutor().abort();
        }
    }
}
