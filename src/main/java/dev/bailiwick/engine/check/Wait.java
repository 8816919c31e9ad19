package dev.bailiwick.engine.check;

import dev.bailiwick.db.login.Connector;
import dev.bailiwick.db.login.LoginAttempt;
import dev.bailiwick.db.login.LoginAttempt.Outlook;
import dev.bailiwick.db.session.Cancellation;
import dev.bailiwick.db.session.ServerInfo;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waits until the database takes logins. */
public final class Wait {
    /** How long an answer is believed to be that of a server whose set-up is not over yet. */
    private static final Duration SET_UP = Duration.ofSeconds(5);

    /** No attempt takes longer: behind a lost packet the next one comes through. */
    private static final Duration ATTEMPT = Duration.ofSeconds(10);

    private static final long LOOK_MS = 20;

    private final Connector connector;
    private final Cancellation cancellation;
    private final Listener listener;
    private final long begin = System.nanoTime();

    public Wait(Connector connector, Cancellation cancellation, Listener listener) {
        this.connector = connector;
        this.cancellation = cancellation;
        this.listener = listener;
    }

    /** Hears of every attempt that came to nothing. */
    @FunctionalInterface
    public interface Listener {
        void notYet(Failure why, Duration waited);
    }

    /**
     * How long it took.
     *
     * @param server that took the login
     */
    public record Ready(ServerInfo server, Duration waited, int attempts) {}

    /**
     * Tries at least once, until a login succeeds.
     *
     * @param timeout after which nothing is tried any more
     * @param interval from one attempt's end to the next
     * @throws BailiwickException exit 6 where the time is over, or where waiting does not mend it
     */
    public Ready run(Duration timeout, Duration interval) {
        Duration stubborn = null;
        for (int attempts = 1; ; attempts++) {
            Duration left = timeout.minus(waited());
            LoginAttempt login = attempt(left.compareTo(ATTEMPT) < 0 ? left : ATTEMPT);
            Duration waited = waited();
            if (login instanceof LoginAttempt.Taken taken) {
                return new Ready(taken.server(), waited, attempts);
            }
            LoginAttempt.Refused refused = (LoginAttempt.Refused) login;
            stubborn = refused.outlook() == Outlook.PASSES ? null : stubborn == null ? waited : stubborn;
            Duration since = stubborn == null ? Duration.ZERO : waited.minus(stubborn);
            if (refused.outlook() == Outlook.STAYS || since.compareTo(SET_UP) >= 0) {
                throw unmendable(refused.why(), since);
            }
            if (waited.compareTo(timeout) >= 0) {
                throw stubborn == null ? late(refused.why(), timeout) : unmendable(refused.why(), since);
            }
            listener.notYet(refused.why(), waited);
            Duration rest = timeout.minus(waited);
            if (cancellation.sleep((rest.compareTo(interval) < 0 ? rest : interval).toMillis())) {
                throw cancelled();
            }
        }
    }

    /** One attempt in a thread of its own: Ctrl-C does not wait for a host that doesn't answer. */
    private LoginAttempt attempt(Duration most) {
        CompletableFuture<LoginAttempt> attempt = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        attempt.complete(connector.attempt(most));
                    } catch (RuntimeException | Error e) {
                        attempt.completeExceptionally(e);
                    }
                },
                "login");
        thread.setDaemon(true);
        thread.start();
        while (!attempt.isDone()) {
            if (cancellation.sleep(LOOK_MS)) {
                throw cancelled();
            }
        }
        try {
            return attempt.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private Duration waited() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static BailiwickException late(Failure why, Duration timeout) {
        if (timeout.isZero()) {
            return new BailiwickException(ExitCode.UNREACHABLE, why);
        }
        List<String> next = new ArrayList<>(why.next());
        next.add("or wait longer: --timeout " + Math.max(2, timeout.toSeconds() * 2) + "s");
        String what = "the database took no login within " + words(timeout) + ": " + why.what();
        return new BailiwickException(ExitCode.UNREACHABLE, new Failure(what, null, why.said(), why.state(), next));
    }

    private static BailiwickException unmendable(Failure why, Duration since) {
        String state = since.isZero() ? why.state() : "waiting does not mend this; " + why.state();
        return new BailiwickException(ExitCode.UNREACHABLE, why.withState(state));
    }

    private static BailiwickException cancelled() {
        return new BailiwickException(
                ExitCode.INTERRUPTED,
                Failure.of("cancelled while waiting for the database").withState("nothing was run"));
    }

    private static String words(Duration timeout) {
        return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
    }
}
