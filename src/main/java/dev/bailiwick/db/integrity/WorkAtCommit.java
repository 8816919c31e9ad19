package dev.bailiwick.db.integrity;

import dev.bailiwick.db.session.PreparedQueries;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.SqlFile;
import java.util.List;

/**
 * What PostgreSQL does by itself at COMMIT and may run other people's functions in: deferred triggers, and the queries of cursors
 * WITH HOLD. It is done before anything is judged or compared, so that nothing of it is left for COMMIT.
 *
 * <p>One SET CONSTRAINTS ALL IMMEDIATE is not enough: a trigger's function may defer constraints again, and write.
 */
public final class WorkAtCommit {
    /**
     * Whether there may be some. Whatever has queued a trigger has written into its table, and holds the lock until the end of
     * the transaction. An SQL expression over {@code lock}: relation and mode of the backend's own locks on relations.
     */
    static final String WAITS = """
            (EXISTS (SELECT FROM lock JOIN pg_catalog.pg_trigger ON tgrelid = relation
                     WHERE mode = 'RowExclusiveLock' AND relation >= 16384 AND tgdeferrable)
             OR EXISTS (SELECT FROM pg_catalog.pg_cursors WHERE is_holdable AND creation_time >= pg_catalog.now()))""";

    /** The locks that {@link #WAITS} looks at. */
    public static final String LOCK = """
            lock AS MATERIALIZED (
                SELECT relation, mode FROM pg_catalog.pg_locks
                WHERE pid = pg_catalog.pg_backend_pid() AND locktype = 'relation'
            )""";

    /** Keeps what a section has set, for its triggers: an item of a SELECT that stands before our own settings. */
    public static final String KEEPS_SETTINGS = """
            pg_catalog.set_config('bailiwick_run.section', ARRAY[pg_catalog.current_setting('session_authorization'),
                       pg_catalog.current_setting('role'), pg_catalog.current_setting('search_path'),
                       pg_catalog.current_setting('lock_timeout')]::pg_catalog.text, true)""";

    /**
     * Raises where a cursor WITH HOLD would outlive the transaction, for later statements to read from: its query runs at COMMIT,
     * and can't be run before without taking its rows away. PL/pgSQL.
     */
    public static final String NO_CURSOR = """
            DECLARE
              held text := (SELECT pg_catalog.string_agg(name, ', ') FROM pg_catalog.pg_cursors
                            WHERE is_holdable AND creation_time >= pg_catalog.now());
            BEGIN
              IF held IS NOT NULL THEN
                RAISE 'it leaves a cursor WITH HOLD open, whose query PostgreSQL runs at COMMIT, behind all checks: %', held
                USING ERRCODE = 'BWCUR',
                      HINT = 'Declare it without WITH HOLD, and use it in a block BEGIN ... COMMIT; or close it there.';
              END IF;
            END;
            """;

    private static final String TEXT = SqlFile.text("work_at_commit.sql");

    private static final String AS_SECTION =
            TEXT.replace(":section", "pg_catalog.current_setting('bailiwick_run.section')");

    private static final String AS_OURSELVES = TEXT.replace(":section", "NULL");

    /** The text that does it with the settings that were kept: it is long, and seldom needed. */
    private static final PreparedQueries.Query DONE =
            new PreparedQueries.Query(PreparedQueries.PREFIX + "work", "", "SELECT " + Quote.literal(AS_SECTION));

    private WorkAtCommit() {}

    /** Has the session keep the text for {@link #done}: PL/pgSQL. */
    public static String prepared(PreparedQueries kept) {
        return kept == PreparedQueries.FIRST ? DONE.prepared() : "";
    }

    /** Does it, with the section's settings: PL/pgSQL with a variable {@code told}. */
    public static String done(PreparedQueries kept) {
        return DONE.asked(kept == PreparedQueries.NEVER ? kept : PreparedQueries.AGAIN, List.of(), "told") + "EXECUTE told;\n";
    }

    /** Does it where there may be some, with the section's settings: PL/pgSQL. */
    public static String ofSection() {
        return whereWaiting(AS_SECTION);
    }

    /** The same as ourselves: what stands on our own tables. */
    public static String ofBookkeeping() {
        return whereWaiting(AS_OURSELVES);
    }

    /** The same, as a message of its own. */
    public static String message() {
        return "DO $bailiwick$ BEGIN\n" + ofBookkeeping() + "END $bailiwick$;\n";
    }

    private static String whereWaiting(String work) {
        return "  IF (WITH " + LOCK + "\nSELECT " + WAITS + ") THEN\n    EXECUTE " + Quote.literal(work)
                + ";\n  END IF;\n";
    }
}
