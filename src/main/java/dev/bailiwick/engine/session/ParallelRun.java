package dev.bailiwick.engine.session;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.Failure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Runs several domains at the same time, each in a session of its own, those first that others require. Where one fails, those
 * that run come to their end, and no other begins.
 */
public final class ParallelRun {
    private final ProjectSession projectSession;
    private final int most;

    /** What is done with one domain. */
    public interface Work {
        void run(ProjectSession projectSession, int index);
    }

    private record Ended(
            int index, BufferedEvents events, @Nullable RuntimeException failure) {}

    public ParallelRun(ProjectSession projectSession, int most) {
        this.projectSession = projectSession;
        this.most = most;
    }

    /**
     * Runs the work of each domain.
     *
     * @param domains in an order in which they could run one after the other
     * @param before for each of them the others that have to be done
     */
    public void run(List<Domain> domains, List<Set<Domain>> before, Work work) {
        BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
        Set<Domain> done = new HashSet<>();
        List<Integer> waiting = new ArrayList<>();
        for (int i = 0; i < domains.size(); i++) {
            waiting.add(i);
        }
        Map<Integer, RuntimeException> failures = new TreeMap<>();
        int running = 0;
        while (running > 0 || (failures.isEmpty() && !waiting.isEmpty())) {
            int free = most - running;
            for (int index : List.copyOf(waiting)) {
                Set<Domain> needed = new HashSet<>(before.get(index));
                needed.retainAll(domains);
                if (free > 0 && failures.isEmpty() && done.containsAll(needed)) {
                    waiting.remove(Integer.valueOf(index));
                    start(domains.get(index), index, work, ended);
                    free--;
                    running++;
                }
            }
            Ended one = next(ended);
            running--;
            one.events().replay(projectSession.events());
            if (one.failure() == null) {
                done.add(domains.get(one.index()));
            } else {
                failures.put(one.index(), one.failure());
            }
        }
        if (!failures.isEmpty()) {
            throw together(List.copyOf(failures.values()));
        }
    }

    private void start(Domain domain, int index, Work work, BlockingQueue<Ended> ended) {
        BufferedEvents events = new BufferedEvents();
        Thread thread = new Thread(
                () -> {
                    RuntimeException failure = null;
                    try (ProjectSession own = projectSession.beside(events)) {
                        work.run(own, index);
                    } catch (RuntimeException e) {
                        failure = e;
                    } catch (Error e) {
                        failure = new IllegalStateException(e);
                    }
                    ended.add(new Ended(index, events, failure));
                },
                "domain " + domain.name());
        thread.setDaemon(true);
        thread.start();
    }

    private static Ended next(BlockingQueue<Ended> ended) {
        while (true) {
            try {
                return ended.take();
            } catch (InterruptedException e) {
                // What runs has to be heard to its end: that it is to end comes by the cancellation.
            }
        }
    }

    /** The first one's exit code, and what is to be said of each. */
    private static RuntimeException together(List<RuntimeException> failures) {
        List<Failure> all = new ArrayList<>();
        BailiwickException first = null;
        for (RuntimeException failure : failures) {
            if (!(failure instanceof BailiwickException known)) {
                return failure;
            }
            first = first == null ? known : first;
            all.addAll(known.failures());
        }
        if (first == null || failures.size() == 1) {
            return failures.get(0);
        }
        return new BailiwickException(first.exitCode(), all, first);
    }
}
