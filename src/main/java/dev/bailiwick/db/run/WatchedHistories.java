package dev.bailiwick.db.run;

import dev.bailiwick.db.integrity.HistoryWatch;
import dev.bailiwick.db.integrity.OtherDomainHistories;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.model.domain.Domain;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Watches the histories of the domains that a transaction has come to, and makes sure that those of all others stay as they are. */
final class WatchedHistories {
    private final Session session;
    private final Map<Domain, HistoryWatch> watches = new LinkedHashMap<>();

    /** The first domain of the transaction, and how the histories of all others stood then. */
    private @Nullable Domain first;

    private Map<String, String> others = Map.of();

    private @Nullable HistoryWatch current;

    WatchedHistories(Session session) {
        this.session = session;
    }

    /** Another transaction begins. */
    void clear() {
        watches.clear();
        current = null;
        first = null;
    }

    boolean include(Domain domain) {
        return watches.containsKey(domain);
    }

    /** Watches the history of a domain that the open transaction has just locked, or goes on. */
    HistoryWatch of(Domain domain) throws SQLException {
        HistoryWatch watch = watches.get(domain);
        if (watch == null) {
            if (first == null) {
                first = domain;
                others = OtherDomainHistories.read(session, domain);
            } else {
                requireOthersUnchanged();
            }
            watch = HistoryWatch.begin(session, domain);
            watches.put(domain, watch);
        }
        current = watch;
        return watch;
    }

    /** The one that was asked for last; null where none is watched. */
    @Nullable
    HistoryWatch current() {
        return current;
    }

    /** Makes sure that each history is what was written, and that of all other domains what it was. */
    void requireRecorded() throws SQLException {
        for (HistoryWatch watch : watches.values()) {
            current = watch;
            watch.requireRecorded(true);
        }
        requireOthersUnchanged();
    }

    private void requireOthersUnchanged() throws SQLException {
        if (first != null) {
            OtherDomainHistories.requireUnchanged(others, OtherDomainHistories.read(session, first), watches.keySet());
        }
    }
}
