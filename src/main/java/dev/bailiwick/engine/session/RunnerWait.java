package dev.bailiwick.engine.session;

import dev.bailiwick.db.history.LockHolder;
import dev.bailiwick.db.run.HistoryWriter;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Waits for another runner to leave a domain, with no transaction open and nothing held. */
public final class RunnerWait {
    private static final long FIRST_MS = 50;
    private static final long LONGEST_MS = 1_000;
    private static final long WORD_MS = 10_000;

    private final ProjectSession projectSession;
    private final Domain domain;
    private long pause = FIRST_MS;
    private long waited;
    private long nextWord;

    public RunnerWait(ProjectSession projectSession, Domain domain) {
        this.projectSession = projectSession;
        this.domain = domain;
    }

    /**
     * Sleeps until the domain seems to be free, longer each time, and says now and then for whom.
     *
     * <p>Looking at pg_locks first, instead of just trying again, keeps errors of ours out of the server's log.
     */
    public void once() {
        HistoryWriter bookkeeping = new HistoryWriter(projectSession.session(), projectSession.settings());
        Optional<LockHolder> holder = bookkeeping.holder(domain);
        do {
            if (holder.isPresent() && waited >= nextWord) {
                projectSession.events().waiting(domain, holder.get().toString());
                nextWord = waited + WORD_MS;
            }
            sleep();
            holder = bookkeeping.holder(domain);
        } while (holder.isPresent());
    }

    private void sleep() {
        long sleep = pause / 2 + ThreadLocalRandom.current().nextLong(pause);
        if (projectSession.cancellation().sleep(sleep)) {
            throw new BailiwickException(
                    ExitCode.INTERRUPTED,
                    Failure.of("cancelled while waiting for another runner in domain " + domain.name())
                            .withState("nothing was run by this command since"));
        }
        waited += sleep;
        pause = Math.min(pause * 2, LONGEST_MS);
    }
}
