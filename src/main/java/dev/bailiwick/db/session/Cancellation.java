package dev.bailiwick.db.session;

import dev.bailiwick.model.failure.ExitCode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ctrl-C and SIGTERM on their way to the server: asked for by one thread, heard by the one that runs. */
public final class Cancellation {
    private final Asked asked;
    private final List<Cancellation> others = new CopyOnWriteArrayList<>();
    private volatile @Nullable Session running;
    private volatile long since;

    /** Nobody has asked for anything yet. */
    public Cancellation() {
        this(new Asked());
    }

    /** When, and by what; the same for all parts of a run. */
    private static final class Asked {
        private final CountDownLatch latch = new CountDownLatch(1);
        private volatile long at;
        private volatile @Nullable ExitCode signal;
    }

    private Cancellation(Asked asked) {
        this.asked = asked;
    }

    /** The cancellation of a part of the run with a session of its own: who asks the run asks the part. */
    public Cancellation beside() {
        Cancellation other = new Cancellation(asked);
        others.add(other);
        return other;
    }

    /** The session whose statement is to be cancelled; null while none runs. */
    public void running(@Nullable Session session) {
        since = System.nanoTime();
        running = session;
    }

    /** The session that has been running its present statement for so long; null where none has. */
    @Nullable
    public Session runningFor(long milliseconds) {
        Session session = running;
        return System.nanoTime() - since >= milliseconds * 1_000_000 ? session : null;
    }

    /**
     * Asks the run to end: cancels what runs, wakes who waits.
     *
     * @throws SqlFailure where the request does not reach the server
     */
    public void request() {
        if (!requested()) {
            asked.at = System.nanoTime();
        }
        asked.latch.countDown();
        List<SqlFailure> failures = new ArrayList<>();
        cancel(failures);
        others.forEach(other -> other.cancel(failures));
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    private void cancel(List<SqlFailure> failures) {
        Session session = running;
        if (session != null) {
            try {
                session.cancel();
            } catch (SQLException e) {
                failures.add(new SqlFailure(e));
            }
        }
    }

    public boolean requested() {
        return asked.latch.getCount() == 0;
    }

    /** So many milliseconds ago; 0 where nobody has asked. */
    long requestedFor() {
        return requested() ? (System.nanoTime() - asked.at) / 1_000_000 : 0;
    }

    /** It is a signal that asks, and this is what the process is going to end with, whatever becomes of the run. */
    public void signal(ExitCode exit) {
        asked.signal = exit;
    }

    /** What the process ends with because of a signal; else what came of the run. */
    public ExitCode exit(ExitCode run) {
        ExitCode signal = asked.signal;
        return signal == null ? run : signal;
    }

    /** Sleeps unless cancelled; true when cancelled. */
    public boolean sleep(long milliseconds) {
        try {
            return asked.latch.await(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
