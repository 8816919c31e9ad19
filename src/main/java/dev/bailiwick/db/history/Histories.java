package dev.bailiwick.db.history;

import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.script.Text;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what the tracking tables and their logs say, of all domains in one query. */
public final class Histories {
    /** undefined_table, invalid_schema_name. */
    private static final Set<String> GONE = Set.of("42P01", "3F000");

    private final Session session;
    private final TrackingTableCheck tables;

    public Histories(Session session) {
        this.session = session;
        this.tables = new TrackingTableCheck(session);
    }

    /** Which tables are there, as they were read last. */
    public TrackingTableCheck tables() {
        return tables;
    }

    /** Whether a domain's log is there, with its tracking table or without. */
    public boolean hasLog(Domain domain) {
        return session.query(
                        "SELECT to_regclass(" + Quote.literal(TrackingTables.log(domain)) + ") IS NOT NULL",
                        row -> row.getBoolean(1))
                .get(0);
    }

    /** Whether a failure is that a table or schema is not there any more, which was there when it was looked for. */
    public static boolean gone(SqlFailure e) {
        return GONE.contains(e.sqlState());
    }

    /** Reads the histories of all domains in one query, that is from one snapshot. */
    public Map<Domain, History> read(Collection<Domain> domains) {
        try {
            return readOnce(domains);
        } catch (SqlFailure e) {
            if (!gone(e)) {
                throw e;
            }
            // Another runner has just dropped it, or made it anew.
            return readOnce(domains);
        }
    }

    private Map<Domain, History> readOnce(Collection<Domain> domains) {
        if (domains.isEmpty()) {
            return Map.of();
        }
        Map<Domain, TrackingTableCheck.Presence> presence = tables.presence(domains);
        List<Domain> kept = domains.stream()
                .filter(d -> presence.getOrDefault(d, TrackingTableCheck.Presence.NONE)
                        .hasTables())
                .toList();
        Map<Domain, History> histories = new LinkedHashMap<>();
        domains.forEach(d -> histories.put(d, History.NONE));
        if (kept.isEmpty()) {
            return histories;
        }
        Map<String, List<HistoryRow>> rows = new LinkedHashMap<>();
        Map<String, History.Version> versions = new LinkedHashMap<>();
        String all = kept.stream().map(Histories::select).collect(Collectors.joining(" UNION ALL "));
        session.query(all + " ORDER BY domain, id", row -> {
            String domain = row.getString("domain");
            versions.put(domain, new History.Version(row.getLong("last_row"), row.getLong("last_log")));
            List<HistoryRow> list = rows.computeIfAbsent(domain, d -> new ArrayList<>());
            return row.getString("filename") != null && list.add(row(row));
        });
        for (Domain domain : kept) {
            histories.put(
                    domain,
                    new History(
                            true,
                            rows.getOrDefault(domain.name(), List.of()),
                            versions.getOrDefault(domain.name(), new History.Version(0, 0))));
        }
        return histories;
    }

    /** Reads one domain's history. */
    public History read(Domain domain) {
        return read(List.of(domain)).getOrDefault(domain, History.NONE);
    }

    /** Files as they were applied, by name; without those whose rows keep none. */
    public Map<String, Text> sources(Domain domain, Collection<String> filenames) {
        Map<String, Text> sources = new LinkedHashMap<>();
        if (filenames.isEmpty()) {
            return sources;
        }
        session.ask(handle -> handle.createQuery("SELECT filename, source FROM " + TrackingTables.table(domain)
                        + " WHERE source IS NOT NULL AND filename = ANY (string_to_array(:filenames, chr(10)))")
                .bind("filenames", String.join("\n", filenames))
                .map((row, context) -> sources.put(row.getString(1), Text.of(row.getString(2))) == null)
                .list());
        return sources;
    }

    /** A failure in the log. */
    public record Failed(String filename, int batch, OffsetDateTime at) {}

    /** The failure that was logged last, where nothing was applied, taken back or corrected since. */
    public Optional<Failed> failedLast(Domain domain) {
        return session
                .query(
                        "SELECT action, filename, coalesce(batch, 0), logged_at FROM " + TrackingTables.log(domain)
                                + " WHERE action NOT IN ('seed', 'start') ORDER BY id DESC LIMIT 1",
                        row -> row.getString(1).equals("failure")
                                ? Optional.of(new Failed(
                                        row.getString(2), row.getInt(3), row.getObject(4, OffsetDateTime.class)))
                                : Optional.<Failed>empty())
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * What a seed was when it last ran here.
     *
     * @param digests of the data files that it read; null where it read none
     */
    public record Seeded(String checksum, @Nullable String digests) {}

    /**
     * The seeds that ran since something was last taken back in the domain, in whole or in part, by name. A correction
     * counts as that: by it, a person says that something was undone by hand.
     */
    public Map<String, Seeded> seeded(Domain domain) {
        Map<String, Seeded> seeded = new LinkedHashMap<>();
        String log = TrackingTables.log(domain);
        session.ask(handle -> handle.createQuery("""
                        SELECT DISTINCT ON (filename) filename, checksum, message
                        FROM %1$s
                        WHERE action = 'seed'
                          AND id > (SELECT coalesce(max(id), 0) FROM %1$s WHERE action IN ('rollback', 'mark', 'repair'))
                        ORDER BY filename, id DESC
                        """.formatted(log))
                .map((row, context) -> seeded.put(
                                row.getString("filename"),
                                new Seeded(
                                        Objects.requireNonNullElse(row.getString("checksum"), ""),
                                        row.getString("message")))
                        == null)
                .list());
        return seeded;
    }

    /** Those of these domains in which no seed has ever run, in one query. */
    public List<Domain> neverSeeded(Collection<Domain> kept) {
        if (kept.isEmpty()) {
            return List.of();
        }
        String seeded = kept.stream()
                .map(domain -> "SELECT %s WHERE EXISTS (SELECT FROM %s WHERE action = 'seed')"
                        .formatted(Quote.literal(domain.name()), TrackingTables.log(domain)))
                .collect(Collectors.joining(" UNION ALL "));
        List<String> names = session.ask(
                handle -> handle.createQuery(seeded).mapTo(String.class).list());
        return kept.stream().filter(domain -> !names.contains(domain.name())).toList();
    }

    private static String select(Domain domain) {
        return """
                SELECT %s AS domain, v.last_row, v.last_log, t.id, t.filename, t.batch, t.checksum, t.applied_at,
                       t.applied_by, t.execution_time_ms, t.success, t.error_message, t.statements_done,
                       t.source IS NOT NULL AS has_source
                FROM (SELECT coalesce((SELECT max(id) FROM %s), 0) AS last_row,
                             coalesce((SELECT max(id) FROM %s), 0) AS last_log) AS v
                LEFT JOIN %s AS t ON true
                """.formatted(
                        Quote.literal(domain.name()),
                        TrackingTables.table(domain),
                        TrackingTables.log(domain),
                        TrackingTables.table(domain));
    }

    private static HistoryRow row(ResultSet row) throws SQLException {
        int done = row.getInt("statements_done");
        Integer statementsDone = row.wasNull() ? null : done;
        return new HistoryRow(
                row.getLong("id"),
                row.getString("filename"),
                row.getInt("batch"),
                row.getString("checksum"),
                row.getObject("applied_at", OffsetDateTime.class),
                row.getString("applied_by"),
                row.getInt("execution_time_ms"),
                row.getBoolean("success"),
                row.getString("error_message"),
                statementsDone,
                row.getBoolean("has_source"));
    }
}
