package dev.bailiwick.db.outside;

import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.failure.ServerMessage;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Looks whether a statement outside a transaction waits, itself or by way of others, for the session that keeps the domain:
 * it would wait for ever, because that session waits for the statement's end. Then it is cancelled.
 *
 * <p>PostgreSQL can't see it: one end of the circle waits in the client.
 */
final class SelfBlockWatch implements AutoCloseable {
    private static final long PERIOD_MS = 1_000;

    /** A deadlock, as the manual calls it. */
    private static final String DEADLOCK = "40P01";

    private static final String WAITS = """
            WITH RECURSIVE waits (pid) AS (
                SELECT unnest(pg_catalog.pg_blocking_pids(%1$d))
                UNION
                SELECT unnest(pg_catalog.pg_blocking_pids(pid)) FROM waits
            )
            SELECT EXISTS (SELECT FROM waits WHERE pid = %2$d)
            """;

    private final Session own;
    private final Session worker;
    private final int lockSession;
    private final String question;
    private final ScheduledExecutorService clock;
    private boolean running;
    private long since;
    private boolean seen;

    /**
     * Begins to look; the run's own session is asked, which is idle while a statement runs.
     *
     * @param lockSession the backend that keeps the domain
     * @param backend the backend that runs the statements
     */
    SelfBlockWatch(Session own, Session worker, int lockSession, int backend) {
        this.own = own;
        this.worker = worker;
        this.lockSession = lockSession;
        this.question = WAITS.formatted(backend, lockSession);
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "own wait");
            thread.setDaemon(true);
            return thread;
        });
        // What goes wrong in it ends it: see look().
        ScheduledFuture<?> unused =
                clock.scheduleWithFixedDelay(this::look, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    /** The statement is about to be sent. */
    synchronized void begins() {
        running = true;
        since = System.nanoTime();
    }

    /** It came back; from here on the own session belongs to the run again. */
    synchronized void ends() {
        running = false;
    }

    /** What is said of the statement that was cancelled for it, in place of the server's words; else those. */
    synchronized ServerMessage said(ServerMessage otherwise) {
        return !seen
                ? otherwise
                : new ServerMessage(
                        "ERROR",
                        DEADLOCK,
                        "it waits for the lock that this run itself holds on the domain (backend " + lockSession
                                + "), and would wait for ever",
                        "It was cancelled.",
                        null,
                        null);
    }

    private synchronized void look() {
        if (!running || seen || System.nanoTime() - since < PERIOD_MS * 1_000_000) {
            return;
        }
        try {
            List<Boolean> waits = own.query(question, row -> row.getBoolean(1));
            if (waits.get(0)) {
                seen = true;
                worker.cancel();
            }
        } catch (SqlFailure | SQLException e) {
            // The run's next word to its own session meets the same, and tells it.
            clock.shutdown();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        ends();
    }
}
