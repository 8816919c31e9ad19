package dev.bailiwick.db.integrity;

import dev.bailiwick.db.history.TrackingTables;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.model.domain.Domain;

/**
 * A domain's history and log as a whole, in one line of text that is another one when anything in them is: which tables they
 * are, how many rows they hold, and which.
 *
 * <p>A row is known by its id and by the transaction that wrote it, which is in the row's header: nothing that is stored out
 * of line is read. So an update that changes nothing shows as well.
 */
public final class HistoryDigest {
    private HistoryDigest() {}

    /**
     * SQL that computes it.
     *
     * @param written the file whose row is written meanwhile: of it counts what it says, without how far it is
     */
    public static String expression(Domain domain, String written) {
        String table = TrackingTables.table(domain);
        String log = TrackingTables.log(domain);
        String name = Quote.literal(written);
        return "(" + ofOthers(domain, written) + "\n  || ' / ' || " + rows(log, "")
                + "\n  || ' / ' || coalesce((SELECT pg_catalog.hashtextextended(pg_catalog.concat_ws('|', id, batch, checksum,"
                + " extract(epoch FROM applied_at), applied_by, execution_time_ms, success,"
                + " pg_catalog.octet_length(source)), 0)::text FROM " + table + " WHERE filename = " + name + "), ''))";
    }

    /** SQL that computes it of all files but one. */
    public static String ofOthers(Domain domain, String written) {
        return rows(TrackingTables.table(domain), " WHERE filename <> " + Quote.literal(written));
    }

    /** SQL that computes it of the log as far as an entry. */
    public static String ofLog(Domain domain, String last) {
        return rows(TrackingTables.log(domain), " WHERE id <= " + last);
    }

    private static String rows(String table, String which) {
        return "(SELECT pg_catalog.concat_ws(' ', " + Quote.literal(table) + "::pg_catalog.regclass::pg_catalog.oid,"
                + " pg_catalog.count(*), coalesce(pg_catalog.sum("
                + "pg_catalog.hashint8extended(id::bigint, xmin::text::bigint)), 0)) FROM "
                + table + which + ")";
    }
}
