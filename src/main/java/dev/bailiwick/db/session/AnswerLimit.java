package dev.bailiwick.db.session;

import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLState;

/**
 * How long a server may take to answer what we ask by ourselves: logins, greetings, histories. It ends what takes longer, also
 * where the server keeps sending something else, and what still waits a moment after the run was asked to end.
 *
 * <p>Sections of files have no such limit: a migration may take hours and say nothing.
 */
public final class AnswerLimit {
    /** What reads histories and catalogs is done in milliseconds; it may wait for a lock on them. */
    static final Duration READING = Duration.ofMinutes(2);

    private static final long LOOK_MS = 200;
    private static final long IDLE_MS = 5_000;

    /** After a cancellation the history is still read and written: that has so much time for each answer. */
    private static final long GRACE_MS = 500;

    private static final Set<AnswerLimit> ASKED = ConcurrentHashMap.newKeySet();
    private static @Nullable Thread clock;

    private final Cancellation cancellation;
    private final Runnable end;
    private final long begin = System.nanoTime();
    private final Duration most;
    private volatile boolean late;
    private volatile boolean cancelled;
    private volatile @Nullable Statement statement;

    private AnswerLimit(Cancellation cancellation, Duration most, Runnable end) {
        this.cancellation = cancellation;
        this.most = most;
        this.end = end;
    }

    /** What is asked, and comes back with the answer. */
    @FunctionalInterface
    public interface Question<T> {
        /**
         * Asks, and waits for the answer.
         *
         * @param limit hears which statement asks it, where one does
         */
        T ask(AnswerLimit limit) throws SQLException;
    }

    /**
     * Asks.
     *
     * @param end breaks it off; called by another thread
     * @throws SQLException 08006 where there was no answer in time, 08P01 where it was nonsense
     * @throws BailiwickException (interrupted) where the run was asked to end and the server did not answer
     */
    public static <T> T within(Duration most, Cancellation cancellation, Runnable end, Question<T> question)
            throws SQLException {
        AnswerLimit limit = new AnswerLimit(cancellation, most, end);
        ASKED.add(limit);
        wind();
        try {
            return question.ask(limit);
        } catch (SQLException | RuntimeException | OutOfMemoryError e) {
            ASKED.remove(limit);
            throw limit.explained(e);
        } finally {
            ASKED.remove(limit);
        }
    }

    private SQLException explained(Throwable e) {
        if (cancelled) {
            throw new BailiwickException(
                    ExitCode.INTERRUPTED,
                    Failure.of("cancelled while the server was to answer")
                            .withState("what was reported as applied stands; nothing else was run"));
        }
        if (late) {
            String what = "the server has not answered within " + most.toSeconds() + " s";
            return new SQLException(what, PSQLState.CONNECTION_FAILURE.getState(), new SocketTimeoutException(what));
        }
        SQLException nonsense = nonsense(e);
        if (nonsense != null) {
            end.run();
            return nonsense;
        }
        if (e instanceof RuntimeException known) {
            throw known;
        }
        if (e instanceof Error error) {
            throw error;
        }
        return (SQLException) e;
    }

    /** The driver stumbles over what is no message of PostgreSQL's; null where it was something else. */
    static @Nullable SQLException nonsense(Throwable e) {
        if (e instanceof SQLException || !ofDriver(e)) {
            return null;
        }
        return new SQLException(
                "what came back is no PostgreSQL protocol (" + e.getClass().getSimpleName() + ")",
                PSQLState.PROTOCOL_VIOLATION.getState(),
                e);
    }

    /** Whether the driver itself threw it, and not what it calls of ours. */
    private static boolean ofDriver(Throwable e) {
        for (StackTraceElement frame : e.getStackTrace()) {
            if (frame.getClassName().startsWith("org.postgresql.core.")) {
                return true;
            }
            if (frame.getClassName().startsWith("dev.bailiwick.")) {
                return false;
            }
        }
        return false;
    }

    /** Its notices are forgotten while it waits: a server that floods us with them fills no memory. */
    void asks(Statement asking) {
        statement = asking;
    }

    private static synchronized void wind() {
        if (clock == null) {
            Thread thread = new Thread(AnswerLimit::look, "answer limit");
            thread.setDaemon(true);
            thread.start();
            clock = thread;
        }
    }

    private static synchronized boolean idle() {
        if (ASKED.isEmpty()) {
            clock = null;
            return true;
        }
        return false;
    }

    private static void look() {
        long last = System.nanoTime();
        while (true) {
            try {
                Thread.sleep(LOOK_MS);
            } catch (InterruptedException e) {
                // Nobody interrupts it; where somebody did, it looks a little earlier.
                last = System.nanoTime();
            }
            if (!ASKED.isEmpty()) {
                last = System.nanoTime();
                ASKED.forEach(AnswerLimit::judge);
            } else if (System.nanoTime() - last > IDLE_MS * 1_000_000 && idle()) {
                return;
            }
        }
    }

    private void judge() {
        long waited = System.nanoTime() - begin;
        Statement asking = statement;
        if (asking != null) {
            try {
                asking.clearWarnings();
            } catch (SQLException e) {
                // It is closed: it has its answer.
                statement = null;
            }
        }
        if (Math.min(waited / 1_000_000, cancellation.requestedFor()) >= GRACE_MS) {
            cancelled = true;
            end.run();
        } else if (waited >= most.toNanos()) {
            late = true;
            end.run();
        }
    }
}
