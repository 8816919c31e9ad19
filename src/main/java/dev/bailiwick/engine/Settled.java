package dev.bailiwick.engine;

import dev.bailiwick.db.Bookkeeping;
import dev.bailiwick.db.Histories;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.History;
import dev.bailiwick.model.HistoryRow;

/** A history that can be planned from: what looks half-done in it is not just being done by another runner. */
final class Settled {
    private Settled() {}

    /** Reads one domain's history. */
    static History read(Site site, Domain domain) {
        return of(site, domain, now(site, domain));
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

    private static History now(Site site, Domain domain) {
        return new Histories(site.session()).read(domain);
    }
}
