package dev.bailiwick.db.integrity;

import dev.bailiwick.db.history.TrackingTables;
import dev.bailiwick.db.session.HistoryChangedException;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.domain.Domain;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A domain's history and log as a transaction sees them at one moment, each row with a digest of all that it holds: to be held
 * against a later moment of the same transaction.
 *
 * @param tables which tables they are, and whether they outlive a crash
 * @param rows of the tracking table, by file name
 * @param log entries, by id
 */
record HistorySnapshot(String tables, Map<String, Row> rows, Map<Long, Entry> log) {

    /** So many changes are named, the others are counted. */
    private static final int NAMED = 20;

    /** What a table is: another one of that name is not the same, and one that is not logged is empty after a crash. */
    private static final String TABLES = """
            SELECT pg_catalog.concat_ws(' ', t.oid, t.relpersistence, l.oid, l.relpersistence)
            FROM pg_catalog.pg_class AS t, pg_catalog.pg_class AS l
            WHERE t.oid = pg_catalog.to_regclass(%s) AND l.oid = pg_catalog.to_regclass(%s)
            """;

    /** hash_record_extended has been there since PostgreSQL 14. The text of rows that are new is digested as it is in the file. */
    private static final String ROWS = """
            SELECT id, filename, batch, checksum, success,
                   CASE WHEN id > %2$d AND source IS NOT NULL
                        THEN pg_catalog.md5(pg_catalog.convert_to(source, 'UTF8')) END AS source,
                   pg_catalog.hash_record_extended(ROW(id, filename, batch, checksum, applied_at, applied_by,
                       execution_time_ms, success, error_message, statements_done, source), 0) AS digest
            FROM %1$s
            """;

    private static final String LOG = """
            SELECT id, action, filename,
                   pg_catalog.hash_record_extended(ROW(id, logged_at, action, filename, batch, checksum, execution_time_ms,
                       message, db_role, client, client_addr, tool_version), 0) AS digest
            FROM %s
            """;

    /**
     * One row of the tracking table.
     *
     * @param source MD5 of the text that it keeps, in UTF-8; null where none is kept, or where it was not asked for
     */
    record Row(
            long id,
            String filename,
            int batch,
            String checksum,
            boolean success,
            @Nullable String source,
            long digest) {}

    /** One entry of the log. */
    record Entry(long id, String action, String filename, long digest) {
        @Override
        public String toString() {
            return action + " " + filename;
        }
    }

    /**
     * Reads history and log as they are now.
     *
     * @param digestBehind the texts of rows with higher ids than this are digested
     * @throws HistoryChangedException where they can't be read
     */
    static HistorySnapshot read(Session session, Domain domain, long digestBehind) throws SQLException {
        try {
            List<String> tables = session.query(
                    TABLES.formatted(
                            Quote.literal(TrackingTables.table(domain)), Quote.literal(TrackingTables.log(domain))),
                    row -> row.getString(1));
            if (tables.isEmpty()) {
                throw new HistoryChangedException(List.of("the tracking table or its log is gone"));
            }
            Map<String, Row> rows = new LinkedHashMap<>();
            session.query(ROWS.formatted(TrackingTables.table(domain), digestBehind), row -> put(rows, row));
            Map<Long, Entry> log = new TreeMap<>();
            session.query(
                    LOG.formatted(TrackingTables.log(domain)),
                    row -> log.put(
                                    row.getLong("id"),
                                    new Entry(
                                            row.getLong("id"),
                                            row.getString("action"),
                                            row.getString("filename"),
                                            row.getLong("digest")))
                            == null);
            return new HistorySnapshot(tables.get(0), rows, log);
        } catch (SqlFailure e) {
            if (e.said() == null || e.lost() || !e.sqlState().startsWith("42")) {
                throw e.sqlException();
            }
            throw new HistoryChangedException(List.of("the history can't be read any more: " + e.getMessage()));
        }
    }

    private static boolean put(Map<String, Row> rows, ResultSet row) throws SQLException {
        String filename = row.getString("filename");
        return rows.put(
                        filename,
                        new Row(
                                row.getLong("id"),
                                filename,
                                row.getInt("batch"),
                                row.getString("checksum"),
                                row.getBoolean("success"),
                                row.getString("source"),
                                row.getLong("digest")))
                == null;
    }

    /** The highest id of the tracking table; 0 where it is empty. */
    long lastRow() {
        return rows.values().stream().mapToLong(Row::id).max().orElse(0);
    }

    /** The highest id of the log; 0 where it is empty. */
    long lastEntry() {
        return log.keySet().stream().mapToLong(id -> id).max().orElse(0);
    }

    /**
     * What is not as it was and as it was to become, in words; empty where all is.
     *
     * @param now a later moment
     * @param written what was to become of rows, in the order in which it was written
     * @param logged what was to be added to the log, action and file name, in that order
     * @param same whether the tables are to be the same ones
     */
    List<String> changes(HistorySnapshot now, Collection<WrittenRow> written, List<String> logged, boolean same) {
        List<String> changes = new ArrayList<>();
        if (same && !tables.equals(now.tables())) {
            changes.add("the tracking table or its log is another table now, or one that a crash empties");
        }
        Map<String, WrittenRow> last = new LinkedHashMap<>();
        written.forEach(row -> last.put(row.filename(), row));
        for (Row row : rows.values()) {
            Row then = now.rows().get(row.filename());
            if (!last.containsKey(row.filename()) && (then == null || then.digest() != row.digest())) {
                changes.add("the row of " + row.filename() + (then == null ? " is gone" : " was changed"));
            }
        }
        for (Row row : now.rows().values()) {
            if (!last.containsKey(row.filename()) && !rows.containsKey(row.filename())) {
                changes.add("a row of " + row.filename() + " came in");
            }
        }
        last.values()
                .forEach(row -> row.unlike(rows.get(row.filename()), now.rows().get(row.filename()), changes));
        logChanges(now, logged, changes);
        return changes.size() <= NAMED ? changes : counted(changes);
    }

    private void logChanges(HistorySnapshot now, List<String> logged, List<String> changes) {
        for (Entry entry : log.values()) {
            Entry then = now.log().get(entry.id());
            if (then == null || then.digest() != entry.digest()) {
                changes.add(
                        "log entry " + entry.id() + " (" + entry + ") " + (then == null ? "is gone" : "was changed"));
            }
        }
        List<Entry> added = now.log().values().stream()
                .filter(entry -> !log.containsKey(entry.id()))
                .toList();
        List<String> came = added.stream().map(Entry::toString).toList();
        if (!came.equals(logged)) {
            Set<String> unasked =
                    came.stream().filter(one -> !logged.contains(one)).collect(Collectors.toSet());
            unasked.forEach(one -> changes.add("a log entry (" + one + ") came in"));
            if (unasked.isEmpty()) {
                changes.add("the log has " + (came.isEmpty() ? "no new entry" : "as new entries " + came)
                        + " instead of " + logged);
            }
        }
        if (added.stream().anyMatch(entry -> entry.id() <= lastEntry())) {
            changes.add("the log's new entry has a number below that of older ones");
        }
    }

    private static List<String> counted(List<String> changes) {
        List<String> some = new ArrayList<>(changes.subList(0, NAMED));
        some.add("and " + (changes.size() - NAMED) + " more");
        return some;
    }
}
