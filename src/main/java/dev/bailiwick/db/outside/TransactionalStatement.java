package dev.bailiwick.db.outside;

import dev.bailiwick.db.history.TrackingTables;
import dev.bailiwick.db.integrity.HistoryDigest;
import dev.bailiwick.db.integrity.OtherDomainHistories;
import dev.bailiwick.db.integrity.WorkAtCommit;
import dev.bailiwick.db.run.HistoryStatements;
import dev.bailiwick.db.run.SavedHistory;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.HistoryChangedException;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.model.domain.Domain;

/**
 * The SQL text around a statement of a section outside a transaction that can run in one: it gets one of its own, which also
 * records that it is done, and is rolled back where the statement has changed the history itself.
 */
final class TransactionalStatement {
    static final String BEGIN = "BEGIN;\n";

    /** Our own statement runs as ourselves, whatever the section has set. */
    private static final String OURSELVES = "SELECT " + WorkAtCommit.KEEPS_SETTINGS + """
            ;
            SET LOCAL SESSION AUTHORIZATION DEFAULT;
            SET LOCAL role = DEFAULT;
            SET LOCAL search_path = pg_catalog, pg_temp;
            SET LOCAL statement_timeout = 0;
            SET LOCAL lock_timeout = '10s';
            """;

    private TransactionalStatement() {}

    /**
     * What comes after it, with the COMMIT. A deferred trigger may change the history as well as the statement, and so may one
     * on the tracking table itself: all of them have run when it is compared.
     *
     * @param number how many statements are done then
     * @param history what {@link HistoryDigest} said before
     * @param saved whether {@link SavedHistory#save} keeps the history, which is brought back where the statement dropped it
     */
    static String end(SectionRun unit, int number, String history, boolean saved) {
        Domain domain = unit.domain();
        String table = Quote.literal(TrackingTables.table(domain));
        String log = Quote.literal(TrackingTables.log(domain));
        return """

                ;
                SET CONSTRAINTS ALL IMMEDIATE;
                %1$sDO $bailiwick$
                DECLARE
                  was text := %2$s;
                BEGIN
                  %15$s
                  IF to_regclass(%4$s) IS NULL AND EXISTS (
                      SELECT FROM pg_class WHERE oid::text = split_part(was, ' ', 1))
                      OR to_regclass(%5$s) IS NULL AND EXISTS (
                      SELECT FROM pg_class WHERE oid::text = split_part(split_part(was, ' / ', 2), ' ', 1)) THEN
                    RAISE 'it changes the history of domain %9$s itself: its table or its log is elsewhere'
                    USING ERRCODE = '%8$s';
                  END IF;
                %3$s  IF to_regclass(%4$s) IS NULL OR to_regclass(%5$s) IS NULL THEN
                    RAISE 'the tracking table is gone' USING ERRCODE = '%6$s';
                  END IF;
                  IF was <> '' AND was <> %7$s THEN
                    RAISE 'it changes the history of domain %9$s itself' USING ERRCODE = '%8$s';
                  END IF;
                  IF (WITH %17$s SELECT %18$s) THEN
                    RAISE 'it changes the history of another domain'
                    USING ERRCODE = '%8$s', HINT = 'Only Bailiwick writes to tracking tables and their logs.';
                  END IF;
                  was := %7$s;
                  %10$s
                  %16$s
                  IF was <> %7$s OR NOT EXISTS (SELECT FROM %11$s WHERE filename = %12$s AND statements_done = %13$d) THEN
                    %14$s
                  END IF;
                END
                $bailiwick$;
                COMMIT;""".formatted(
                        OURSELVES,
                        Quote.literal(history),
                        saved ? SavedHistory.restore(domain, "was := '';") : "",
                        table,
                        log,
                        SavedHistory.GONE,
                        HistoryDigest.expression(domain, unit.filename()),
                        HistoryChangedException.STATE,
                        percent(domain.name()),
                        HistoryStatements.progress(unit, number),
                        TrackingTables.table(domain),
                        Quote.literal(unit.filename()),
                        number,
                        HistoryStatements.notRecorded(unit),
                        WorkAtCommit.NO_CURSOR + WorkAtCommit.ofSection(),
                        WorkAtCommit.ofBookkeeping(),
                        WorkAtCommit.LOCK,
                        OtherDomainHistories.locked(domain));
    }

    /** Inside a literal that is a format of RAISE. */
    private static String percent(String name) {
        return name.replace("'", "''").replace("%", "%%");
    }
}
