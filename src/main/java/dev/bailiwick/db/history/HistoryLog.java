package dev.bailiwick.db.history;

import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.model.domain.Domain;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads from a domain's log what it comes to: which files it says are applied, with what was recorded then. */
public final class HistoryLog {
    /** What the log says last of a file. Failures and seeds don't change that. */
    public enum State {
        APPLIED,
        /** A section outside a transaction was begun, and nothing says how it ended. */
        BEGUN,
        PENDING
    }

    /**
     * What the log comes to for one file.
     *
     * @param batch in which it was applied
     * @param checksum of the text that counts as applied
     * @param at when it was applied
     * @param by the database role
     * @param entry the log's number for that, which is the order in which files were applied
     */
    public record Logged(
            String filename,
            State state,
            int batch,
            String checksum,
            OffsetDateTime at,
            String by,
            int executionTimeMs,
            long entry) {}

    /** The beginnings of what {@code mark} and {@code repair} write; what stands after is the person's reason. */
    private static final String PENDING = "^(pending: |cleared: |statement [0-9]+ of its rollback done: )";

    private static final String WORDS = """
            SELECT %s AS domain, l.id, l.filename, l.action, l.batch, l.checksum, l.execution_time_ms, l.logged_at,
                   l.db_role, l.message ~ '%s' AS pending, l.message ~ '^statement [0-9]+ (not )?done: ' AS begun, %s AS failed
            FROM %s AS l
            WHERE l.action NOT IN ('failure', 'seed')
            """;

    /** Nothing where the last run has left a log that ends where it does now, or later. */
    private static final String CUT = """
            SELECT %s, k.last_log_id, '', 'cut', NULL, NULL, NULL, k.described_at, k.described_by, false, false, false
            FROM %s AS k
            WHERE k.last_log_id > (SELECT coalesce(max(id), 0) FROM %s)
            """;

    /** A row that a person has given another name keeps its checksum; one that a person has inserted belongs to no batch. */
    private static final String UNKNOWN = """
            SELECT %4$s AS domain, t.id, t.filename
            FROM %1$s AS t
            WHERE t.success AND %3$s
              AND NOT EXISTS (SELECT FROM %2$s AS l
                              WHERE l.filename = t.filename AND l.action NOT IN ('failure', 'seed', 'start'))
              AND NOT EXISTS (SELECT FROM %2$s AS l
                              WHERE l.checksum = t.checksum AND l.action NOT IN ('failure', 'seed', 'start'))
            """;

    private static final String NO_ROW = """
              AND NOT EXISTS (SELECT FROM %1$s AS t
                              WHERE t.filename = l.filename AND (t.success OR t.statements_done IS NOT NULL))
            """;

    private final Session session;

    public HistoryLog(Session session) {
        this.session = session;
    }

    /** Where the last run has left the end of a log that ends before that now. */
    public record End(long entry, OffsetDateTime at, String by) {}

    /**
     * What logs say that histories do not.
     *
     * @param lost files that the log says are applied or begun and that have no row which says so too, in the order in which they
     *     were applied. A row that a person has inserted, of which the log knows nothing, is none
     * @param cut the logs whose last entries are gone
     */
    public record Said(Map<Domain, List<Logged>> lost, Map<Domain, End> cut) {}

    private record Word(
            String domain, String filename, String action, boolean pending, boolean begun, boolean failed, Logged as) {}

    /**
     * What logs say that histories do not, in one round trip; of each domain where they say any such thing.
     *
     * @param described those of the domains whose catalogs are there and may be read
     */
    public Said said(Collection<Domain> domains, Collection<Domain> described) {
        return read(domains, described, true);
    }

    /** Files of one domain that the log says are applied or begun and that have no row which says so too. */
    public List<Logged> lost(Domain domain) {
        return read(List.of(domain), List.of(), true).lost().getOrDefault(domain, List.of());
    }

    /**
     * Files that are applied and have no entry that says so: rows of theirs that are lost would not be noticed.
     *
     * @param ofRuns only those that a run of ours has applied
     */
    public Map<Domain, List<String>> unknown(Collection<Domain> domains, boolean ofRuns) {
        Map<Domain, List<String>> unknown = new LinkedHashMap<>();
        if (domains.isEmpty()) {
            return unknown;
        }
        Map<String, Domain> byName = domains.stream().collect(Collectors.toMap(Domain::name, domain -> domain));
        String query = domains.stream()
                .map(domain -> UNKNOWN.formatted(
                        TrackingTables.table(domain),
                        TrackingTables.log(domain),
                        ofRuns ? "t.batch > 0" : "true",
                        Quote.literal(domain.name())))
                .collect(Collectors.joining("UNION ALL\n"));
        session.query(query + "ORDER BY domain, id", row -> unknown.computeIfAbsent(
                        Objects.requireNonNull(byName.get(row.getString("domain"))), domain -> new ArrayList<>())
                .add(row.getString("filename")));
        return unknown;
    }

    /** All files that the log of a domain whose tracking table is gone says are applied or begun, in that order. */
    public List<Logged> all(Domain domain) {
        return read(List.of(domain), List.of(), false).lost().getOrDefault(domain, List.of());
    }

    /** All files that the log says are applied or begun, whether or not they have rows, in the order in which they were. */
    public List<String> order(Domain domain) {
        return all(domain).stream().map(Logged::filename).toList();
    }

    /** The number of the log's last entry. */
    public long last(Domain domain) {
        return session.query("SELECT coalesce(max(id), 0) FROM " + TrackingTables.log(domain), row -> row.getLong(1))
                .get(0);
    }

    private Said read(Collection<Domain> domains, Collection<Domain> described, boolean hasTable) {
        Map<Domain, List<Logged>> found = new LinkedHashMap<>();
        Map<Domain, End> cut = new LinkedHashMap<>();
        if (domains.isEmpty()) {
            return new Said(found, cut);
        }
        String query = domains.stream()
                .map(domain ->
                        words(domain, hasTable) + (described.contains(domain) ? "UNION ALL\n" + cut(domain) : ""))
                .collect(Collectors.joining("UNION ALL\n"));
        List<Word> words = session.query(query + "ORDER BY domain, id", HistoryLog::word);
        for (Domain domain : domains) {
            List<Word> own = words.stream()
                    .filter(word -> word.domain().equals(domain.name()))
                    .toList();
            own.stream()
                    .filter(word -> word.action().equals("cut"))
                    .forEach(word -> cut.put(
                            domain,
                            new End(word.as().entry(), word.as().at(), word.as().by())));
            List<Logged> files = summed(
                    own.stream().filter(word -> !word.action().equals("cut")).toList());
            if (!files.isEmpty()) {
                found.put(domain, files);
            }
        }
        return new Said(found, cut);
    }

    private static String cut(Domain domain) {
        return CUT.formatted(Quote.literal(domain.name()), TrackingTables.catalog(domain), TrackingTables.log(domain));
    }

    private static String words(Domain domain, boolean hasTable) {
        String table = TrackingTables.table(domain);
        // What failed before it did anything keeps its row, and nothing of it is lost.
        String failed = hasTable ? "EXISTS (SELECT FROM " + table + " AS f WHERE f.filename = l.filename)" : "false";
        return WORDS.formatted(Quote.literal(domain.name()), PENDING, failed, TrackingTables.log(domain))
                + (hasTable ? NO_ROW.formatted(table) : "");
    }

    private static List<Logged> summed(List<Word> words) {
        Map<String, Logged> files = new LinkedHashMap<>();
        Map<String, Boolean> failed = new LinkedHashMap<>();
        for (Word word : words) {
            Logged before = files.get(word.filename());
            Logged now = after(before, word);
            failed.put(word.filename(), word.failed());
            if (before == null || before.state() != State.APPLIED) {
                // In the order in which they were applied last.
                files.remove(word.filename());
            }
            files.put(word.filename(), now);
        }
        List<Logged> standing = new ArrayList<>();
        for (Logged file : files.values()) {
            boolean keptAsFailed = file.state() == State.BEGUN && failed.getOrDefault(file.filename(), false);
            if (file.state() != State.PENDING && !keptAsFailed) {
                standing.add(file);
            }
        }
        return standing;
    }

    private static Logged after(@Nullable Logged before, Word word) {
        return switch (word.action()) {
            case "rollback" -> in(word.as(), State.PENDING);
            case "start" -> in(before != null && before.state() == State.APPLIED ? before : word.as(), State.BEGUN);
            case "mark" -> in(word.as(), word.pending() ? State.PENDING : State.APPLIED);
            case "repair" -> repaired(before, word);
            case "apply", "baseline", "adopt" -> word.as();
            default -> before == null ? in(word.as(), State.PENDING) : before;
        };
    }

    /** A repair takes another text for what was applied, forgets a failure, or says what became of a half-done file. */
    private static Logged repaired(@Nullable Logged before, Word word) {
        if (word.pending()) {
            return in(word.as(), State.PENDING);
        }
        if (word.begun()) {
            return in(before == null ? word.as() : before, State.BEGUN);
        }
        if (before == null || before.state() == State.PENDING) {
            return word.as();
        }
        return new Logged(
                before.filename(),
                State.APPLIED,
                before.batch(),
                word.as().checksum(),
                before.at(),
                before.by(),
                before.executionTimeMs(),
                before.entry());
    }

    private static Logged in(Logged logged, State state) {
        return new Logged(
                logged.filename(),
                state,
                logged.batch(),
                logged.checksum(),
                logged.at(),
                logged.by(),
                logged.executionTimeMs(),
                logged.entry());
    }

    private static Word word(ResultSet row) throws SQLException {
        String filename = row.getString("filename");
        return new Word(
                row.getString("domain"),
                filename,
                row.getString("action"),
                row.getBoolean("pending"),
                row.getBoolean("begun"),
                row.getBoolean("failed"),
                new Logged(
                        filename,
                        State.APPLIED,
                        row.getInt("batch"),
                        Objects.requireNonNullElse(row.getString("checksum"), ""),
                        row.getObject("logged_at", OffsetDateTime.class),
                        Objects.requireNonNullElse(row.getString("db_role"), ""),
                        row.getInt("execution_time_ms"),
                        row.getLong("id")));
    }
}
