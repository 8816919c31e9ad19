package dev.bailiwick.db.history;

import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.model.domain.Domain;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a history and a log that are both empty for what tells that they were not always.
 *
 * <p>Numbers that the sequences have given out prove nothing alone: a run that was killed has taken some, and nothing of it
 * stands. That a table was written anew proves nothing alone: VACUUM FULL, CLUSTER and SET TABLESPACE do that, too. TRUNCATE leaves
 * both; so does one of these after such a run, which nothing that PostgreSQL keeps tells from it: then a person says that the
 * history begins. Statistics count rows of transactions that were rolled back as well; but nobody deletes from a log, and VACUUM and
 * ANALYZE count what was committed.
 */
public final class EmptiedHistory {
    private static final String LOOK = """
            SELECT t.relfilenode <> t.oid OR l.relfilenode <> l.oid AS anew,
                   greatest(CASE WHEN has_sequence_privilege(ts.oid, 'SELECT, USAGE') THEN pg_sequence_last_value(ts.oid) END,
                            CASE WHEN has_sequence_privilege(ls.oid, 'SELECT, USAGE') THEN pg_sequence_last_value(ls.oid) END,
                            0) AS numbers,
                   greatest(pg_stat_get_tuples_inserted(t.oid), pg_stat_get_tuples_inserted(l.oid), 0) AS inserted,
                   coalesce(pg_stat_get_tuples_deleted(l.oid), 0) AS deleted,
                   greatest(t.reltuples, l.reltuples, 0)::bigint AS counted
            FROM pg_class AS t
            JOIN pg_class AS l ON l.oid = to_regclass(%2$s)
            LEFT JOIN pg_class AS ts ON ts.oid = pg_get_serial_sequence(%1$s, 'id')::regclass
            LEFT JOIN pg_class AS ls ON ls.oid = pg_get_serial_sequence(%2$s, 'id')::regclass
            WHERE t.oid = to_regclass(%1$s)
            """;

    private static final String DESCRIBED = """
            SELECT 'the last run, ' || to_char(described_at, 'YYYY-MM-DD HH24:MI:SSOF') || ' by ' || described_by
                   || ', has left a log whose last entry was ' || last_log_id
            FROM %s
            WHERE last_log_id > 0
            """;

    private final Session session;

    public EmptiedHistory(Session session) {
        this.session = session;
    }

    /**
     * What tells that there were rows, one clause each; empty where nothing does.
     *
     * @param described whether the domain's catalog is there and may be read
     */
    public List<String> signs(Domain domain, boolean described) {
        List<String> signs = new ArrayList<>();
        if (described) {
            signs.addAll(session.query(DESCRIBED.formatted(TrackingTables.catalog(domain)), row -> row.getString(1)));
        }
        String look =
                LOOK.formatted(Quote.literal(TrackingTables.table(domain)), Quote.literal(TrackingTables.log(domain)));
        session.query(look, row -> {
            long numbers = row.getLong("numbers");
            long inserted = row.getLong("inserted");
            if (row.getBoolean("anew") && (numbers > 0 || inserted > 0)) {
                signs.add("rows were numbered" + (numbers > 0 ? " up to " + numbers : "")
                        + ", and the tables' files are new since, as TRUNCATE leaves them,"
                        + " or VACUUM FULL behind a run that was rolled back");
            }
            if (row.getLong("deleted") > 0) {
                signs.add("PostgreSQL's statistics count " + row.getLong("deleted")
                        + " rows that were deleted from the log");
            }
            if (row.getLong("counted") > 0) {
                signs.add("VACUUM or ANALYZE has last counted " + row.getLong("counted") + " rows there");
            }
            return signs.size();
        });
        return signs;
    }
}
