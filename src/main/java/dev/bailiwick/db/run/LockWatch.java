package dev.bailiwick.db.run;

import dev.bailiwick.db.history.DomainLock;
import dev.bailiwick.db.login.Connector;
import dev.bailiwick.db.session.Cancellation;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.db.session.SqlFile;
import dev.bailiwick.model.catalog.LockMode;
import dev.bailiwick.model.domain.Domain;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what a long statement is at, from a session of its own: for whom it waits, and how far it is.
 *
 * <p>It logs in only when a statement has run for a while, and whatever goes wrong with it is no trouble of the run's: it
 * stops looking, and says why.
 */
public final class LockWatch implements AutoCloseable {
    private static final long PERIOD_MS = 500;
    private static final String QUERY = SqlFile.text("activity.sql");

    private final Connector connector;
    private final Cancellation running;
    private final Domain domain;
    private final Consumer<StatementActivity> heard;
    private final Consumer<String> blind;
    private final ScheduledExecutorService clock;
    private final long patienceMs;
    private @Nullable Session session;
    private volatile @Nullable StatementActivity last;

    /** Locks as the query tells them, with when each was seen first. */
    private final Map<String, Long> held = new ConcurrentHashMap<>();

    /**
     * Begins to look.
     *
     * @param running tells which session is running a statement
     * @param patienceMs how long a statement runs before it is looked at
     * @param heard is called by a thread of the watch's
     * @param blind is told once why it can't look
     */
    public LockWatch(
            Connector connector,
            Cancellation running,
            Domain domain,
            long patienceMs,
            Consumer<StatementActivity> heard,
            Consumer<String> blind) {
        this.connector = connector;
        this.running = running;
        this.domain = domain;
        this.heard = heard;
        this.blind = blind;
        this.patienceMs = patienceMs;
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "lock watch");
            thread.setDaemon(true);
            return thread;
        });
        long period = Math.min(PERIOD_MS, patienceMs);
        // What goes wrong in it is told by the task itself.
        ScheduledFuture<?> unused = clock.scheduleWithFixedDelay(this::look, patienceMs, period, TimeUnit.MILLISECONDS);
    }

    /** Forgets what was seen: another statement is about to run. */
    public void begins() {
        last = null;
        held.clear();
    }

    /** The locks that were seen to be held on what others can see, and that keep readers or writers waiting. */
    public List<HeldLock> held() {
        long now = System.nanoTime();
        return held.entrySet().stream()
                .map(lock -> {
                    String[] words = lock.getKey().split(" ", 2);
                    return new HeldLock(LockMode.of(words[0]), words[1], (now - lock.getValue()) / 1_000_000);
                })
                .toList();
    }

    /** Who was seen to stand in the way, last; empty where nobody was seen. */
    public List<LockBlocker> blockers() {
        StatementActivity seen = last;
        return seen == null ? List.of() : seen.blockers();
    }

    /** The lock that was last seen to be waited for; null where none was. */
    public @Nullable String wanted() {
        StatementActivity seen = last;
        return seen == null ? null : seen.wants();
    }

    private void look() {
        try {
            lookOnce();
        } catch (SqlFailure e) {
            if (e.lost() && session != null) {
                // An idle limit, or a server that goes down: the next look logs in again, or fails to.
                session.close();
                session = null;
            } else {
                goesBlind(e);
            }
        } catch (RuntimeException e) {
            goesBlind(e);
        }
    }

    private void goesBlind(RuntimeException e) {
        if (!clock.isShutdown()) {
            clock.shutdown();
            blind.accept("who stands in the way of a lock can't be seen: " + e.getMessage());
        }
    }

    private void lookOnce() {
        Session watched = running.runningFor(patienceMs);
        if (watched == null) {
            return;
        }
        if (session == null) {
            session = connector.open();
        }
        List<Row> rows = ask(session, watched);
        if (!rows.isEmpty() && watched == running.runningFor(patienceMs)) {
            Row first = rows.get(0);
            String locks = first.held() == null ? "" : first.held();
            locks.lines().forEach(lock -> held.putIfAbsent(lock, System.nanoTime()));
            List<LockBlocker> blockers =
                    rows.stream().map(Row::blocker).filter(Objects::nonNull).toList();
            StatementActivity seen = new StatementActivity(first.wants(), blockers, first.work());
            if (!seen.blockers().isEmpty()) {
                last = seen;
            }
            heard.accept(seen);
        }
    }

    private List<Row> ask(Session own, Session watched) {
        return own.ask(handle -> handle.createQuery(QUERY)
                .bind("pid", watched.info().pooled() ? null : Integer.valueOf(watched.backendPid()))
                .bind("key", DomainLock.key(domain))
                .map((row, context) -> new Row(
                        row.getString("held"),
                        row.getString("wants"),
                        row.getString("work"),
                        row.getObject("blocker") == null
                                ? null
                                : new LockBlocker(
                                        row.getInt("blocker"),
                                        row.getString("role"),
                                        row.getString("application"),
                                        row.getString("state"),
                                        row.getLong("seconds"),
                                        row.getString("query"))))
                .list());
    }

    private record Row(
            @Nullable String held,
            @Nullable String wants,
            @Nullable String work,
            @Nullable LockBlocker blocker) {}

    @Override
    public void close() {
        clock.shutdownNow();
        try {
            if (clock.awaitTermination(PERIOD_MS, TimeUnit.MILLISECONDS) && session != null) {
                session.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
