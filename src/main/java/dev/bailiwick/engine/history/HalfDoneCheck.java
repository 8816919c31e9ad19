package dev.bailiwick.engine.history;

import dev.bailiwick.db.history.Histories;
import dev.bailiwick.db.history.LockHolder;
import dev.bailiwick.db.run.HistoryWriter;
import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.engine.session.RunnerWait;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.history.HistoryRow;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A history that can be planned from: what looks half-done in it is not just being done by another runner. */
public final class HalfDoneCheck {
    private HalfDoneCheck() {}

    /**
     * Reads one domain's history.
     *
     * @throws dev.bailiwick.model.failure.BailiwickException exit 3 where it is lost
     */
    public static History read(ProjectSession projectSession, Domain domain) {
        return of(projectSession, domain, LostHistoryCheck.read(projectSession, domain));
    }

    /** Waits while another runner works on what a history shows as half-done, and reads it again. */
    public static History of(ProjectSession projectSession, Domain domain, History history) {
        RunnerWait waiting = new RunnerWait(projectSession, domain);
        History seen = history;
        while (seen.rows().stream().anyMatch(HistoryRow::partial)) {
            boolean held = new HistoryWriter(projectSession.session(), projectSession.settings())
                    .holder(domain)
                    .isPresent();
            if (held) {
                waiting.once();
            }
            History again = now(projectSession, domain);
            if (!held && again.version().equals(seen.version())) {
                return again;
            }
            seen = again;
        }
        return seen;
    }

    /**
     * A history as it is, and who is just doing what looks half-done in it.
     *
     * @param runner null where nobody is
     */
    public record Seen(History history, @Nullable String runner) {}

    /** The same without waiting: where another runner has the domain, who it is. */
    public static Seen seen(ProjectSession projectSession, Domain domain, History history) {
        HistoryWriter bookkeeping = new HistoryWriter(projectSession.session(), projectSession.settings());
        History seen = history;
        while (seen.rows().stream().anyMatch(HistoryRow::partial)) {
            Optional<LockHolder> holder = bookkeeping.holder(domain);
            if (holder.isPresent()) {
                return new Seen(seen, holder.get().toString());
            }
            History again = now(projectSession, domain);
            if (again.version().equals(seen.version())) {
                return new Seen(again, null);
            }
            seen = again;
        }
        return new Seen(seen, null);
    }

    private static History now(ProjectSession projectSession, Domain domain) {
        return new Histories(projectSession.session()).read(domain);
    }
}
