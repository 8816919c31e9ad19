package dev.bailiwick.engine;

import dev.bailiwick.db.Bookkeeping;
import dev.bailiwick.db.Histories;
import dev.bailiwick.db.LockHolder;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.History;
import dev.bailiwick.model.HistoryRow;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A history that can be planned from: what looks half-done in it is not just being done by another runner. */
final class Settled {
    private Settled() {}

    /**
     * Reads one domain's history.
     *
     * @throws dev.bailiwick.model.BailiwickException exit 3 where it is lost
     */
    static History read(Site site, Domain domain) {
        return of(site, domain, LostHistoryCheck.read(site, domain));
    }

    /** Waits while another runner works on what a history shows as half-done, and reads it again. */
    static History of(Site site, Domain domain, History history) {
        Waiting waiting = new Waiting(site, domain);
        History seen = history;
        while (seen.rows().stream().anyMatch(HistoryRow::partial)) {
            boolean held = new Bookkeeping(site.session(), site.settings())
                    .holder(domain)
                    .isPresent();
            if (held) {
                waiting.once();
            }
            History again = now(site, domain);
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
    record Seen(History history, @Nullable String runner) {}

    /** The same without waiting: where another runner has the domain, who it is. */
    static Seen seen(Site site, Domain domain, History history) {
        Bookkeeping bookkeeping = new Bookkeeping(site.session(), site.settings());
        History seen = history;
        while (seen.rows().stream().anyMatch(HistoryRow::partial)) {
            Optional<LockHolder> holder = bookkeeping.holder(domain);
            if (holder.isPresent()) {
                return new Seen(seen, holder.get().toString());
            }
            History again = now(site, domain);
            if (again.version().equals(seen.version())) {
                return new Seen(again, null);
            }
            seen = again;
        }
        return new Seen(seen, null);
    }

    private static History now(Site site, Domain domain) {
        return new Histories(site.session()).read(domain);
    }
}
