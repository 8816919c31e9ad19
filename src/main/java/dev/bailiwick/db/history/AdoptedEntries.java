package dev.bailiwick.db.history;

import dev.bailiwick.db.session.Session;
import dev.bailiwick.model.domain.Domain;
import java.time.OffsetDateTime;
import java.util.List;

/** What a domain's log says of files that were taken over from another tool. */
public final class AdoptedEntries {
    private final Session session;

    public AdoptedEntries(Session session) {
        this.session = session;
    }

    /**
     * A file that was taken over, and of which something else was said later.
     *
     * @param at when it was taken over
     * @param action the log's last word of it
     * @param since when that was
     */
    public record TakenBack(String filename, OffsetDateTime at, String action, OffsetDateTime since) {}

    /** Files that were adopted, and rolled back or marked since. */
    public List<TakenBack> takenBack(Domain domain) {
        return session.ask(handle -> handle.createQuery("""
                        SELECT DISTINCT ON (a.filename) a.filename, a.logged_at, b.action, b.logged_at AS since
                        FROM %1$s AS a
                        JOIN %1$s AS b ON b.filename = a.filename
                                      AND b.id > a.id
                                      AND (b.action = 'rollback' OR b.action = 'mark' AND b.message LIKE 'pending%%')
                        WHERE a.action = 'adopt'
                        ORDER BY a.filename, a.id DESC, b.id DESC
                        """.formatted(TrackingTables.log(domain)))
                .map((row, context) -> new TakenBack(
                        row.getString("filename"),
                        row.getObject("logged_at", OffsetDateTime.class),
                        row.getString("action"),
                        row.getObject("since", OffsetDateTime.class)))
                .list());
    }
}
