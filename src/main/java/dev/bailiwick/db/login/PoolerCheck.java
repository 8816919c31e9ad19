package dev.bailiwick.db.login;

import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SqlFailure;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGNotification;
import org.postgresql.jdbc.PgConnection;

/**
 * Whether a pooler gives each of its clients a server session for as long as the client stays, as pgbouncer's
 * {@code pool_mode = session} does.
 *
 * <p>A notification settles it: it reaches a client that is idle only while that client has the session that listens.
 * Between two transactions a pooler in transaction mode has taken it away (probed with pgbouncer 1.18 in both modes).
 */
public final class PoolerCheck {
    private static final int PATIENCE_MS = 2_000;

    private PoolerCheck() {}

    /**
     * Asks; the session listens to nothing afterwards.
     *
     * @throws SqlFailure where a connection breaks meanwhile
     */
    public static boolean keepsSessions(Connector connector, Session session) {
        String channel = "bailiwick_" + UUID.randomUUID().toString().replace("-", "");
        PgConnection connection = session.connection();
        try (Session other = connector.open()) {
            if (backend(session) == backend(other)) {
                // Both are here, and have one session between them.
                return false;
            }
            session.run("LISTEN " + channel);
            other.run("NOTIFY " + channel);
            boolean heard = heard(connection.getNotifications(PATIENCE_MS), channel);
            session.run("UNLISTEN " + channel);
            return heard;
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    private static int backend(Session session) {
        return session.ask(handle -> handle.createQuery("SELECT pg_backend_pid()")
                .mapTo(Integer.class)
                .one());
    }

    private static boolean heard(PGNotification @Nullable [] notifications, String channel) {
        if (notifications != null) {
            for (PGNotification notification : notifications) {
                if (notification.getName().equals(channel)) {
                    return true;
                }
            }
        }
        return false;
    }
}
