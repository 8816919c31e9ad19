package dev.bailiwick.engine;

import dev.bailiwick.db.Bookkeeping;
import dev.bailiwick.db.LockHolder;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.Failure;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Waits for another runner to leave a domain, with no transaction open and nothing held. */
final class Waiting {
    private static final long FIRST_MS = 50;
    private static final long LONGEST_MS = 1_000;
    private static final long WORD_MS = 10_000;

    private final Site site;
    private final Domain domain;
    private long pause = FIRST_MS;
    private long waited;
    private long nextWord;

    Waiting(Site site, Domain domain) {
        this.site = site;
        this.domain = domain;
    }

    /**
     * Sleeps until the domain seems to be free, longer each time, and says now and then for whom.
     *
     * <p>Looking at pg_locks first, instead of just trying again, keeps errors of ours out of the server's log.
     */
    void once() {
        Bookkeeping bookkeeping = new Bookkeeping(site.session(), site.settings());
        Optional<LockHolder> holder = bookkeeping.holder(domain);
        do {
            if (holder.isPresent() && waited >= nextWord) {
                site.events().waiting(domain, holder.get().toString());
                nextWord = waited + WORD_MS;
            }
            sleep();
            holder = bookkeeping.holder(domain);
        } while (holder.isPresent());
    }

    private void sleep() {
        long sleep = pause / 2 + ThreadLocalRandom.current().nextLong(pause);
        if (site.cancellation().sleep(sleep)) {
            throw new BailiwickException(
                    ExitCode.INTERRUPTED,
                    Failure.of("cancelled while waiting for another runner in domain " + domain.name())
                            .withState("nothing was run by this command since"));
        }
        waited += sleep;
        pause = Math.min(pause * 2, LONGEST_MS);
    }
}
