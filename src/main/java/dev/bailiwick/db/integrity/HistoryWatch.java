package dev.bailiwick.db.integrity;

import dev.bailiwick.db.history.TrackingTables;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.HistoryChangedException;
import dev.bailiwick.db.session.PreparedQueries;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SimpleQueryChannel;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.ServerMessage;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Watches the history of a domain through one transaction: it is what it was when the transaction took the domain, and exactly
 * what was written of each unit.
 *
 * <p>Reading all of it takes time, so this is for transactions of several units, and where {@link #fits} says that a short look
 * is not enough.
 */
public final class HistoryWatch {
    /** SQLSTATE of ours: the short look was not enough. */
    public static final String LOOK_CLOSELY = "BWLOK";

    /** SQLSTATE of ours: a sequence of the tracking table or its log gives numbers that are taken or behind. */
    public static final String SEQUENCE_BEHIND = "BWSEQ";

    /** What {@link #fits} answers where all is well. */
    public static final String FIT = "fits";

    /** What it answers where there may be work that PostgreSQL would do at COMMIT. */
    public static final String WORK = "work";

    /**
     * Whether the open transaction has only read history and log, nothing of anybody else's runs when they are written, and no
     * other domain's history may have been changed: FIT, or WORK where that is to be done before, or null. Whatever writes, alters,
     * drops, renames or locks a table holds a lock on it until the end of the transaction, or was undone with its savepoint; and
     * what stands under the name now is what was read under it before.
     *
     * <p>Its parameter: whether that work is done.
     */
    public static PreparedQueries.Query fits(Domain domain) {
        return new PreparedQueries.Query(PreparedQueries.name("fits", domain), "boolean", """
                WITH named AS MATERIALIZED (
                    SELECT to_regclass(%s)::oid AS history, to_regclass(%s)::oid AS log
                ), %s
                SELECT CASE
                    WHEN NOT $1 AND %s
                    THEN '%s'
                    WHEN (SELECT count(*) = 2 AND bool_and(mode = 'AccessShareLock')
                        FROM lock
                        WHERE relation = (SELECT history FROM named) OR relation = (SELECT log FROM named))
                   AND (SELECT count(*) = 2
                               AND bool_and(relkind = 'r' AND relpersistence = 'p' AND relchecks = 0 AND NOT relhassubclass
                                   AND NOT (relrowsecurity AND row_security_active(c.oid))
                                   AND (relnatts = known.columns
                                        OR NOT EXISTS (SELECT FROM pg_catalog.pg_attrdef
                                                       WHERE adrelid = c.oid AND adnum > known.columns))
                                   AND (NOT relhastriggers
                                        OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = c.oid))
                                   AND (NOT relhasrules
                                        OR NOT EXISTS (SELECT FROM pg_catalog.pg_rewrite WHERE ev_class = c.oid))
                                   AND NOT EXISTS (SELECT FROM pg_catalog.pg_index
                                                   WHERE indrelid = c.oid AND (indexprs IS NOT NULL OR indpred IS NOT NULL))
                                   AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute
                                                   WHERE attrelid = c.oid AND attnum > 0 AND atttypid >= 16384))
                        FROM named, LATERAL (VALUES (history, %d), (log, %d)) AS known (oid, columns)
                        JOIN pg_catalog.pg_class AS c ON c.oid = known.oid)
                   AND NOT %s
                    THEN '%s' END
                """.formatted(
                        Quote.literal(TrackingTables.table(domain)),
                        Quote.literal(TrackingTables.log(domain)),
                        WorkAtCommit.LOCK,
                        WorkAtCommit.WAITS,
                        WORK,
                        TrackingTables.TRACKING_COLUMNS.size(),
                        TrackingTables.LOG_COLUMN_COUNT,
                        OtherDomainHistories.locked(domain),
                        FIT));
    }

    /** What can be seen by everybody of what a transaction has done to two tables: what it changed, then what it locked. */
    private static final String TOUCHED = """
            SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', c.oid, n.nspname, c.relname, c.relfilenode, c.relpersistence,
                       pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid), pg_catalog.pg_stat_get_xact_tuples_updated(c.oid),
                       pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid)), ',' ORDER BY c.oid),
                   (SELECT pg_catalog.string_agg(mode, ' ' ORDER BY mode) FROM pg_catalog.pg_locks
                    WHERE pid = pg_catalog.pg_backend_pid() AND locktype = 'relation' AND relation IN (%1$s))
            FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.oid IN (%1$s)
            """;

    /** What of other people's may run when history and log are written. */
    private static final String WATCHERS = """
            SELECT 'trigger ' || pg_catalog.quote_ident(tgname) || ' on ' || tgrelid::pg_catalog.regclass
            FROM pg_catalog.pg_trigger WHERE tgrelid IN (%1$s) AND tgenabled <> 'D' AND NOT tgisinternal
            UNION ALL
            SELECT 'rule ' || pg_catalog.quote_ident(rulename) || ' on ' || ev_class::pg_catalog.regclass
            FROM pg_catalog.pg_rewrite WHERE ev_class IN (%1$s)
            UNION ALL
            SELECT 'constraint ' || pg_catalog.quote_ident(conname) || ' of ' || conrelid::pg_catalog.regclass
            FROM pg_catalog.pg_constraint WHERE confrelid IN (%1$s) OR conrelid IN (%1$s) AND contype = 'c'
            UNION ALL
            SELECT 'index ' || indexrelid::pg_catalog.regclass || ' on ' || indrelid::pg_catalog.regclass
            FROM pg_catalog.pg_index WHERE indrelid IN (%1$s) AND (indexprs IS NOT NULL OR indpred IS NOT NULL)
            UNION ALL
            SELECT 'type ' || atttypid::pg_catalog.regtype || ' of column ' || pg_catalog.quote_ident(attname) || ' of '
                   || attrelid::pg_catalog.regclass
            FROM pg_catalog.pg_attribute WHERE attrelid IN (%1$s) AND attnum > 0 AND atttypid >= 16384
            ORDER BY 1
            """;

    private final Session session;
    private final Domain domain;
    private final HistorySnapshot first;
    private HistorySnapshot state;
    private String oids;
    private Map<String, String> others = Map.of();
    private @Nullable String changed;
    private @Nullable String locked;

    /** Where the statement begins that is to blame; -1 where none is known. */
    private int blamed = -1;

    private boolean certainly;

    /** What was written since {@link #state}. */
    private final List<WrittenRow> written = new ArrayList<>();

    private final List<String> logged = new ArrayList<>();

    private HistoryWatch(Session session, Domain domain, HistorySnapshot state) {
        this.session = session;
        this.domain = domain;
        this.first = state;
        this.state = state;
        this.oids = oids(state);
    }

    /** Begins in a transaction that has taken the domain, as ourselves and before anything of others runs. */
    public static HistoryWatch begin(Session session, Domain domain) throws SQLException {
        return new HistoryWatch(session, domain, HistorySnapshot.read(session, domain, Long.MAX_VALUE));
    }

    private static String oids(HistorySnapshot state) {
        String[] words = state.tables().split(" ");
        return words[0] + ", " + words[2];
    }

    /** A section is about to begin. */
    public void sectionBegins() throws SQLException {
        blamed = -1;
        certainly = false;
        others = OtherDomainHistories.read(session, domain);
        look(-1);
    }

    /** A statement of the section has come to its end: from here it is to blame for what it has touched. Any role may ask. */
    public void ran(int start) throws SQLException {
        look(start);
    }

    private void look(int start) throws SQLException {
        List<String[]> now =
                asked(session, TOUCHED.formatted(oids), row -> new String[] {row.getString(1), row.getString(2)});
        String changedNow = now.get(0)[0] + OtherDomainHistories.read(session, domain);
        String lockedNow = now.get(0)[1];
        if (start >= 0 && !certainly && !Objects.equals(changed, changedNow)) {
            certainly = true;
            blamed = start;
        } else if (start >= 0 && blamed < 0 && !Objects.equals(locked, lockedNow)) {
            blamed = start;
        }
        changed = changedNow;
        locked = lockedNow;
    }

    private static <T> List<T> asked(Session session, String query, Session.RowReader<T> reader) throws SQLException {
        try {
            return session.query(query, reader);
        } catch (SqlFailure e) {
            throw e.sqlException();
        }
    }

    /** Where the statement begins that is to blame for what was changed; -1 where that is not known. */
    public int blamed() {
        return blamed;
    }

    /** Whether the tables are there. */
    public boolean there() throws SQLException {
        return asked(
                        session,
                        "SELECT pg_catalog.to_regclass(" + Quote.literal(TrackingTables.table(domain))
                                + ") IS NOT NULL AND pg_catalog.to_regclass("
                                + Quote.literal(TrackingTables.log(domain)) + ") IS NOT NULL",
                        row -> row.getBoolean(1))
                .get(0);
    }

    /**
     * Makes sure that the section, as ourselves again, has left the history alone.
     *
     * @param same whether the tables are still to be the same ones
     */
    public void requireUnchanged(boolean same) throws SQLException {
        OtherDomainHistories.requireUnchanged(others, OtherDomainHistories.read(session, domain), List.of());
        HistorySnapshot now = HistorySnapshot.read(session, domain, state.lastRow());
        require(state.changes(now, List.of(), List.of(), same));
        state = now;
        oids = oids(now);
        blamed = -1;
    }

    /** A unit was recorded. */
    public void recorded(SectionRun unit) {
        WrittenRow row = WrittenRow.done(unit);
        written(row == null ? List.of() : List.of(row), List.of(unit.action() + " " + unit.filename()));
    }

    /** Rows were written, and entries of the log, action and file name, in this order. */
    public void written(List<WrittenRow> rows, List<String> entries) {
        written.addAll(rows);
        logged.addAll(entries);
    }

    /**
     * Makes sure, as ourselves, that what was recorded stands as it was written, and all else as it was. What is left to do at
     * COMMIT ({@link WorkAtCommit}) has been done.
     *
     * @param ordered whether new rows are to have numbers above all that were given before
     */
    public void requireRecorded(boolean ordered) throws SQLException {
        HistorySnapshot now = HistorySnapshot.read(session, domain, ordered ? state.lastRow() : 0);
        if (ordered) {
            requireNumbers(now);
        }
        require(state.changes(now, written, logged, true));
        state = now;
        written.clear();
        logged.clear();
    }

    private void requireNumbers(HistorySnapshot now) throws SQLException {
        boolean rowBehind = now.rows().values().stream()
                .anyMatch(row -> row.id() <= state.lastRow() && !state.rows().containsKey(row.filename()));
        boolean entryBehind = now.log().keySet().stream()
                .anyMatch(id -> id <= state.lastEntry() && !state.log().containsKey(id));
        if (rowBehind || entryBehind) {
            throw new SQLException(
                    "the sequence of " + (rowBehind ? TrackingTables.table(domain) : TrackingTables.log(domain))
                            + " gives numbers below those that were given",
                    SEQUENCE_BEHIND);
        }
    }

    private static void require(List<String> changes) throws SQLException {
        if (!changes.isEmpty()) {
            throw new HistoryChangedException(changes);
        }
    }

    /** Whether an error says that a sequence of the domain's history or log gives numbers that were given before. */
    public static boolean sequenceBehind(SQLException e, Domain domain) {
        ServerMessage said = SimpleQueryChannel.said(e);
        return SEQUENCE_BEHIND.equals(e.getSQLState())
                || (said != null
                        && said.sqlState().equals("23505")
                        && String.valueOf(said.detail()).contains("(id)=(")
                        && onHistory(e, domain));
    }

    /** Whether an error names the domain's tracking table or its log as the one whose constraint was violated. */
    public static boolean onHistory(SQLException e, Domain domain) {
        return SimpleQueryChannel.onTable(e, domain.schema(), domain.table())
                || SimpleQueryChannel.onTable(e, domain.schema(), domain.logTable());
    }

    /** Those of the changes that are there after the transaction was rolled back: another session has made them. */
    public List<String> standing(List<String> changes) throws SQLException {
        List<String> standing;
        try {
            HistorySnapshot now = HistorySnapshot.read(session, domain, Long.MAX_VALUE);
            standing = first.changes(now, List.of(), List.of(), true);
        } catch (HistoryChangedException e) {
            standing = e.changes();
        }
        return changes.stream().filter(standing::contains).toList();
    }

    /** What of other people's stands on the domain's tables; asked outside of the transaction that was rolled back. */
    public static List<String> watchers(Session session, Domain domain) throws SQLException {
        String tables = "pg_catalog.to_regclass(" + Quote.literal(TrackingTables.table(domain))
                + "), pg_catalog.to_regclass(" + Quote.literal(TrackingTables.log(domain)) + ")";
        return asked(session, WATCHERS.formatted(tables), row -> row.getString(1));
    }

    /** Sets the sequences of history and log after the highest numbers that were given, and commits. */
    public static String sequencesAhead(Domain domain) {
        return ahead(TrackingTables.table(domain)) + ahead(TrackingTables.log(domain)) + "COMMIT;";
    }

    private static String ahead(String table) {
        String sequence = "pg_catalog.pg_get_serial_sequence(" + Quote.literal(table) + ", 'id')";
        return "SELECT pg_catalog.setval(" + sequence + ", last) FROM (SELECT pg_catalog.max(id) AS last FROM " + table
                + ") AS t WHERE last > coalesce(pg_catalog.pg_sequence_last_value(" + sequence + "::regclass), 0);\n";
    }
}
