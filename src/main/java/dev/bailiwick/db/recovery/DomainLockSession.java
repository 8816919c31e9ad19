package dev.bailiwick.db.recovery;

import dev.bailiwick.db.history.DomainLock;
import dev.bailiwick.db.login.Connector;
import dev.bailiwick.db.run.RunMessages;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.model.domain.Domain;
import java.sql.SQLException;
import java.util.List;

/**
 * A session that keeps a domain for as long as a section outside a transaction takes, and holds nothing else.
 *
 * <p>No transaction, no snapshot, no lock on any table, not even on our own: REINDEX SCHEMA, VACUUM FULL and their like lock
 * every table in turn, and what they would wait for here, PostgreSQL's deadlock detector can't see. The lock is the one that
 * every runner tries for its transaction; locks of sessions and of transactions exclude each other.
 *
 * <p>Behind a pooler that keeps sessions it stands in an idle transaction, because a session that is given back keeps its
 * locks where the pooler doesn't reset it.
 */
public final class DomainLockSession implements AutoCloseable {
    private final Session session;
    private final Domain domain;
    private final boolean pooled;

    private DomainLockSession(Session session, Domain domain) {
        this.session = session;
        this.domain = domain;
        this.pooled = session.info().pooled();
    }

    /** Takes the domain without waiting; raises {@link RunMessages#LOCKED} where another runner has it. */
    public static DomainLockSession take(Connector connector, Domain domain) throws SQLException {
        DomainLockSession lockSession = new DomainLockSession(connector.open(), domain);
        try {
            lockSession.session.run(lockSession.taking());
            return lockSession;
        } catch (SQLException e) {
            lockSession.close();
            throw e;
        }
    }

    private String taking() {
        if (!pooled) {
            return "SET idle_session_timeout = 0;\n" + RunMessages.lockForSession(domain);
        }
        String limits = "SET LOCAL idle_in_transaction_session_timeout = 0;\n"
                + (session.info().versionNumber() >= 170_000 ? "SET LOCAL transaction_timeout = 0;\n" : "");
        return RunMessages.begin() + limits + RunMessages.lock(domain);
    }

    Session session() {
        return session;
    }

    /** The backend that has the lock. */
    public int backend() {
        List<Integer> pid = session.query("SELECT pg_catalog.pg_backend_pid()", row -> row.getInt(1));
        return pid.get(0);
    }

    /** Whether it still has the domain. */
    public boolean alive() {
        return session.alive();
    }

    /** Gives the domain up and hears that it is free: a session that is only closed may hold it for a moment longer. */
    public void release() {
        try {
            if (pooled) {
                session.wire().rollback();
            } else {
                session.run("SELECT pg_catalog.pg_advisory_unlock(" + DomainLock.key(domain) + ")");
            }
        } catch (SQLException e) {
            // It broke: then the server gives up what it held by itself.
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
