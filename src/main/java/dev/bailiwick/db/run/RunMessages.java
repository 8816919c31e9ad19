package dev.bailiwick.db.run;

import dev.bailiwick.db.guard.GuardSql;
import dev.bailiwick.db.history.DomainLock;
import dev.bailiwick.db.history.TrackingTables;
import dev.bailiwick.db.integrity.WorkAtCommit;
import dev.bailiwick.db.section.RunSettings;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.PreparedQueries;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.ServerInfo;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.script.Direction;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The SQL text around a section: what runs before it and after it, in the same message and the same transaction.
 *
 * <p>Before: lock the domain, check that its history is the one that was planned from, make the session what psql would
 * have. After: undo what the section did to the session, record, tell what was recorded.
 */
public final class RunMessages {
    /** SQLSTATEs that the text below raises, to be told from errors of the section itself. */
    public static final String LOCKED = "BWLCK";

    public static final String STALE = "BWMVD";

    /** The transaction is not the one that the section began in. */
    static final String TRANSACTION_LEFT = "BWXID";

    /** An INFO that carries milliseconds, last row and last log entry. */
    static final String RECORDED = "BWREC";

    /** How many statements {@link #before} holds. */
    static int statementsBefore(SectionRun unit, boolean opens) {
        return 2 + (opens && GuardSql.guards(unit.domain()) ? GuardSql.STATEMENTS_BEFORE : 0);
    }

    private static final int HEADLINE = 200;

    private final SectionSettings settings;
    private final HistoryStatements records;

    /** What earlier units of the session were let do beyond their domains. */
    private final Set<String> touched = new TreeSet<>();

    public RunMessages(ServerInfo server, RunSettings run) {
        this.settings = new SectionSettings(server, run);
        this.records = new HistoryStatements(run);
    }

    /** Opens the transaction that everything else here stands in. READ COMMITTED: a snapshot must not predate the lock. */
    public static String begin() {
        return "BEGIN ISOLATION LEVEL READ COMMITTED;\n";
    }

    /** Locks the domain or raises LOCKED, compares the history or raises STALE, and sets the session up. */
    String before(SectionRun unit, String stale, boolean begins) {
        return locking(unit, stale) + setting(unit, begins, true);
    }

    /**
     * Locks the domain or raises LOCKED; compares the history or raises STALE: one statement.
     *
     * @param stale the text of {@link #stale} or {@link #staleAfter}
     */
    static String locking(SectionRun unit, String stale) {
        return headline(unit) + lock(unit.domain(), stale);
    }

    /**
     * Sets the session up: behind it we are no longer ourselves.
     *
     * @param begins whether the transaction is its own so far: else what was written in it is not all its own
     * @param opens whether the guard begins to look here, and not before an earlier unit
     */
    String setting(SectionRun unit, boolean begins, boolean opens) {
        String configured = set(unit, begins, opens);
        touched.addAll(unit.touches());
        if (unit.direction() == Direction.SEED) {
            touched.addAll(unit.domain().reach());
        }
        return "SELECT " + configured + ";\n" + (opens && GuardSql.guards(unit.domain()) ? GuardSql.BEFORE : "");
    }

    /**
     * The same for {@link PlainDdl}, where {@link #afterPlain} stands behind it.
     *
     * @param looks whether the guard looks behind it
     */
    String settingPlain(SectionRun unit, boolean looks) {
        return "SELECT " + SectionSettings.set(USER + first(true, looks), settings.inTransaction(unit), true) + ";\n";
    }

    /** Keeps who runs our statements. */
    private static final String USER = "('bailiwick_run.user',current_user::text),";

    /** How the section begins, as a comment: pg_stat_activity shows the first kilobyte of a message. */
    private static String headline(SectionRun unit) {
        return unit.section().sent().stream()
                .findFirst()
                .map(first -> unit.text().substring(first.start(), Math.min(first.end(), first.start() + HEADLINE)))
                .map(text -> "-- " + text.replaceAll("\\s+", " ").replaceAll("[\\ud800-\\udfff]", "") + "\n")
                .orElse("");
    }

    /**
     * Makes sure that the history is still this one and that this very unit is still to be done, in a transaction of its own:
     * another session of this run has the domain.
     */
    public static String requireCurrent(SectionRun unit, History.Version expected) {
        return "DO $bailiwick$ DECLARE stale boolean; BEGIN\n" + stale(unit, expected) + STALE_RAISED
                + "END $bailiwick$;\n";
    }

    /** Locks the domain for the session, without waiting. */
    public static String lockForSession(Domain domain) {
        return "DO $bailiwick$ BEGIN\nIF NOT pg_catalog.pg_try_advisory_lock(" + DomainLock.key(domain)
                + ") THEN RAISE 'domain is busy' USING ERRCODE = '" + LOCKED + "'; END IF;\nEND $bailiwick$;\n";
    }

    private static final String STALE_RAISED =
            "IF stale THEN RAISE 'the history has changed' USING ERRCODE = '" + STALE + "'; END IF;\n";

    /**
     * Whether the history is not this one any more, or this very unit not to be done: a seed always is. PL/pgSQL that sets
     * {@code stale}.
     */
    static String stale(SectionRun unit, History.Version expected) {
        String other = otherThan(unit.domain(), expected);
        return stale(unit.direction() == Direction.SEED ? other : other + " OR " + otherThanPlanned(unit));
    }

    /**
     * The same behind other units of the same message: the one before must be the last in the log, where everything is that
     * runners do, and theirs must be all rows that have come, as a person may write one.
     *
     * @param expected the version that the first unit of the message was planned from
     * @param done how many units of the message stand before
     */
    static String staleAfter(
            SectionRun unit, SectionRun before, int done, History.Version expected, PreparedQueries kept) {
        String last = Quote.literal(before.action() + " " + before.filename());
        if (unit.direction() == Direction.UP && before.direction() == Direction.UP) {
            return behind(unit.domain()).asked(kept, List.of(last, expected.row() + "", done + ""), "stale");
        }
        return stale(lastLogged(unit.domain()) + " IS DISTINCT FROM " + last + " OR " + otherThanPlanned(unit));
    }

    /**
     * Whether something else than the units of a message was recorded. Its parameters: what the log says of the last one, the
     * last row before the message, and how many have come to their end since.
     */
    static PreparedQueries.Query behind(Domain domain) {
        return new PreparedQueries.Query(
                PreparedQueries.name("behind", domain),
                "text, bigint, bigint",
                "SELECT " + lastLogged(domain) + " IS DISTINCT FROM $1 OR (SELECT count(*) FROM "
                        + TrackingTables.table(domain) + " WHERE id > $2) <> $3");
    }

    private static String lastLogged(Domain domain) {
        return "(SELECT action || ' ' || filename FROM " + TrackingTables.log(domain) + " ORDER BY id DESC LIMIT 1)";
    }

    private static String stale(String condition) {
        return "stale := " + condition + ";\n";
    }

    /** Whether a migration that is to be applied is, or one that is to be taken back is not. */
    private static String otherThanPlanned(SectionRun unit) {
        boolean goesBackOn = unit.direction() == Direction.DOWN && unit.resume().again();
        return "EXISTS (SELECT FROM " + TrackingTables.table(unit.domain()) + " WHERE filename = "
                + Quote.literal(unit.filename()) + " AND "
                + (goesBackOn
                        ? "NOT success AND statements_done = " + unit.resume().done()
                        : "success") + ") = "
                + (unit.direction() == Direction.UP);
    }

    /** Locks the domain for the open transaction, without waiting, and makes sure that its history is still this one. */
    static String lock(Domain domain, History.Version expected) {
        return lock(domain, stale(otherThan(domain, expected)));
    }

    private static String otherThan(Domain domain, History.Version expected) {
        return "(SELECT coalesce(max(id), 0) FROM " + TrackingTables.table(domain) + ") <> " + expected.row()
                + "\nOR (SELECT coalesce(max(id), 0) FROM " + TrackingTables.log(domain) + ") <> " + expected.log();
    }

    /** Locks the domain for the open transaction, without waiting. */
    public static String lock(Domain domain) {
        return lock(domain, "");
    }

    private static String lock(Domain domain, String stale) {
        return """
                DO $bailiwick$ DECLARE stale boolean; BEGIN
                %sIF NOT pg_try_advisory_xact_lock(%d) THEN RAISE 'domain is busy' USING ERRCODE = '%s'; END IF;
                %sIF stale THEN RAISE 'the history has changed' USING ERRCODE = '%s'; END IF;
                END $bailiwick$;
                """.formatted(WAITS_FOR_DISK, DomainLock.key(domain), LOCKED, stale, STALE);
    }

    /** Sets them, and keeps which transaction this is and when it came here: looked at again behind the section. */
    private String set(SectionRun unit, boolean begins, boolean opens) {
        return SectionSettings.set(first(begins, opens), settings.inTransaction(unit), true);
    }

    private String first(boolean begins, boolean opens) {
        return "('bailiwick_run.xid',pg_current_xact_id()::text),"
                + "('bailiwick_run.written'," + (opens ? GuardSql.written(begins) : "''") + "),"
                + "('bailiwick_run.wrote'," + (opens ? GuardSql.wrote(begins, touched) : "''") + "),"
                + "('bailiwick_run.since',extract(epoch FROM clock_timestamp())::text),";
    }

    /**
     * Closes the section: fires deferred triggers while its settings still hold, and becomes ourselves again. What those have
     * deferred is done by {@link WorkAtCommit}.
     */
    static String closing() {
        // A section may end in a comment without a line end, or without its semicolon.
        return "\n;\nSET CONSTRAINTS ALL IMMEDIATE;\n" + RESET;
    }

    /**
     * All behind the section: closes it, judges it, and records it where nothing else than reading was done to the history.
     *
     * @param guard judges what was done, in PL/pgSQL, or is empty
     * @param last whether nothing of others is to be left to do at COMMIT behind it
     * @param brief as {@link HistoryStatements#recorded} says
     */
    String after(
            SectionRun unit, boolean failedBefore, String guard, boolean last, boolean brief, PreparedQueries kept) {
        String work = brief ? HistoryStatements.fits(unit, kept) : last ? WorkAtCommit.ofSection() : "";
        return closing()
                + block(
                        ended(unit)
                                + work
                                + guard
                                + there(unit)
                                + records.recorded(unit, failedBefore, brief, kept)
                                + forgotten(kept)
                                + (last && !brief ? WorkAtCommit.ofBookkeeping() : ""),
                        !guard.isEmpty());
    }

    /**
     * All behind a section of {@link PlainDdl}: judges and records it. It raises LOOK_CLOSELY wherever that is not enough, or where
     * the section has not been as plain as its text.
     */
    String afterPlain(SectionRun unit, boolean looks, boolean failedBefore, PreparedQueries kept) {
        String look = looks
                ? GuardSql.looked(unit, true, kept) + "IF look THEN " + HistoryStatements.LOOK_CLOSELY + " END IF;\n"
                : GuardSql.guards(unit.domain()) ? GuardSql.prepared(kept) : "";
        return "\n;\nSELECT " + OURS + ";\n"
                + (unit.domain().role() == null ? "" : "RESET ROLE;\n")
                + block(
                        STILL_PLAIN
                                + HistoryStatements.fitsAlready(unit, kept)
                                + look
                                + records.recorded(unit, failedBefore, true, kept)
                                + (kept == PreparedQueries.FIRST ? PreparedQueries.OTHERS.prepared() : ""),
                        looks);
    }

    /** Whether an event trigger may have fired, as SQL. */
    static final String EVENT_TRIGGERS =
            "EXISTS (SELECT FROM pg_event_trigger WHERE evtenabled <> 'D' AND evtevent <> 'login')";

    /** Raises LOOK_CLOSELY where something of others may have run: PL/pgSQL. */
    private static final String STILL_PLAIN = "  IF " + EVENT_TRIGGERS
            + "\n      OR current_user::text IS DISTINCT FROM current_setting('bailiwick_run.user', true) THEN\n    "
            + HistoryStatements.LOOK_CLOSELY + "\n  END IF;\n";

    /**
     * Does what a section that is closed has left to do at COMMIT, judges it, and makes sure that the transaction is still the one
     * that it began in.
     *
     * @param guard judges what was done, in PL/pgSQL, or is empty
     */
    static String judging(SectionRun unit, String guard) {
        return block(ended(unit) + WorkAtCommit.ofSection() + guard, !guard.isEmpty());
    }

    /** Restores history and log where the section has dropped them, and makes sure that they are there. */
    static String restoring(SectionRun unit) {
        return block(SavedHistory.restore(unit.domain(), "") + there(unit), false);
    }

    /** Records a section that is closed and judged, while the history is watched. */
    String recording(SectionRun unit, boolean failedBefore) {
        return block(
                records.recorded(unit, failedBefore, false, PreparedQueries.NEVER) + forgotten(PreparedQueries.NEVER),
                false);
    }

    static String block(String statements, boolean guards) {
        return "DO $bailiwick$\nDECLARE\n  xid text := nullif(current_setting('bailiwick_run.xid', true), '');\n"
                + "  told text; found text;\n" + (guards ? GuardSql.VARIABLES : "") + "BEGIN\n" + statements
                + "END\n$bailiwick$;\n";
    }

    /** Raises TRANSACTION_LEFT where the section has ended the transaction that it began in. */
    static String ended(SectionRun unit) {
        return """
                  IF xid IS DISTINCT FROM pg_current_xact_id()::text THEN
                    IF xid IS NOT NULL OR NOT EXISTS (
                        SELECT FROM pg_locks
                        WHERE pid = pg_backend_pid() AND locktype = 'advisory' AND objsubid = 1 AND granted
                          AND (classid::bigint << 32) + objid::bigint = %d) THEN
                      RAISE 'the section has ended the transaction that it was to run in' USING ERRCODE = '%s';
                    END IF;
                  END IF;
                """.formatted(DomainLock.key(unit.domain()), TRANSACTION_LEFT);
    }

    /** Raises {@link SavedHistory#GONE} where history or log are no more. */
    static String there(SectionRun unit) {
        return """
                  IF to_regclass(%s) IS NULL OR to_regclass(%s) IS NULL THEN
                    RAISE 'the tracking table is gone' USING ERRCODE = '%s';
                  END IF;
                """.formatted(
                        Quote.literal(TrackingTables.table(unit.domain())),
                        Quote.literal(TrackingTables.log(unit.domain())),
                        SavedHistory.GONE);
    }

    private static String forgotten(PreparedQueries kept) {
        return PreparedQueries.OTHERS.asked(kept, List.of(), "told")
                + "  IF told IS NOT NULL THEN EXECUTE told; END IF;\n";
    }

    /**
     * Ends the transaction without waiting for the disk: another one follows in the same message, whose end waits for both. It
     * stands behind everything that gives the session back as it was.
     */
    static final String COMMIT_AND_GO_ON = "SET LOCAL synchronous_commit = off;\nCOMMIT;\n";

    /** Comes back when all that was committed before it is on the disk, and on the standbys that are waited for. */
    static final String DURABLE =
            "SELECT " + waitsForDisk() + ", pg_catalog.pg_logical_emit_message(true, 'bailiwick', '')";

    /** Has the transaction's COMMIT wait for the disk, where a role or a database is configured not to: PL/pgSQL. */
    static final String WAITS_FOR_DISK = "PERFORM " + waitsForDisk() + ";\n";

    private static String waitsForDisk() {
        return "CASE WHEN pg_catalog.current_setting('synchronous_commit') OPERATOR(pg_catalog.=) 'off'"
                + " THEN pg_catalog.set_config('synchronous_commit', 'on', true) END";
    }

    /**
     * Our own statements run as ourselves, whatever role, path and limits the section has set. Somebody else's lock on
     * the tracking table must not keep us waiting with all the section's locks in hand. PL/pgSQL that comes but once need not be
     * parsed twice, to check it beforehand. What a SELECT sets.
     */
    private static final String OURS = """
            pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true),
            pg_catalog.set_config('statement_timeout', '0', true),
            pg_catalog.set_config('lock_timeout', '10s', true),
            pg_catalog.set_config('plan_cache_mode', 'force_generic_plan', true),
            pg_catalog.set_config('enable_seqscan', 'off', true),
            pg_catalog.set_config('check_function_bodies', 'off', true),
            pg_catalog.set_config('jit', 'off', true)""";

    /** Becomes ourselves again, with the settings of {@link #OURS}, and keeps those of the section for its triggers. */
    static final String RESET =
            "SELECT " + WorkAtCommit.KEEPS_SETTINGS + ",\n" + OURS + ";\nRESET SESSION AUTHORIZATION;\nRESET ROLE;\n";

    /** Nothing that a section leaves in the session reaches the next one, or another client behind a pooler. */
    static final String FORGET_BUT_CURSORS = """
            UNLISTEN *;
            DISCARD TEMP;
            DISCARD SEQUENCES;
            RESET ALL;
            SELECT pg_catalog.pg_advisory_unlock_all(), %s;
            SET client_encoding = 'UTF8';
            SET DateStyle = 'ISO';
            """.formatted(waitsForDisk());

    /** The same, with the guard's cursor: it has done its work. */
    static final String FORGET = "CLOSE ALL;\n" + FORGET_BUT_CURSORS;
}
