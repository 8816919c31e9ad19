package dev.bailiwick.db.run;

import dev.bailiwick.db.catalog.SchemaSnapshots;
import dev.bailiwick.db.history.Correction;
import dev.bailiwick.db.history.DomainLock;
import dev.bailiwick.db.history.LockHolder;
import dev.bailiwick.db.history.StaleHistoryException;
import dev.bailiwick.db.history.TrackingTables;
import dev.bailiwick.db.integrity.HistoryWatch;
import dev.bailiwick.db.integrity.WorkAtCommit;
import dev.bailiwick.db.integrity.WrittenRow;
import dev.bailiwick.db.section.RunSettings;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.script.Direction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Everything that changes a domain's tracking table and log without running a section. */
public final class HistoryWriter {
    private static final String HOLDERS = """
            SELECT l.pid, a.usename, a.application_name, a.client_addr::text AS client,
                   extract(epoch FROM clock_timestamp() - a.xact_start)::bigint AS seconds
            FROM pg_locks AS l
            LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
            WHERE l.locktype = 'advisory'
              AND l.granted
              AND l.objsubid = 1
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND (l.classid::bigint << 32) + l.objid::bigint = :key
            """;

    private static final String ROLE = """
            SELECT CASE WHEN r.oid IS NULL THEN 'unknown'
                        WHEN n.oid IS NULL THEN 'may'
                        WHEN has_schema_privilege(r.oid, n.oid, 'USAGE') AND has_schema_privilege(r.oid, n.oid, 'CREATE')
                        THEN 'may'
                        ELSE 'lacks'
                   END
            FROM (VALUES (:role, :schema)) AS asked (role, schema)
            LEFT JOIN pg_roles AS r ON r.rolname = asked.role
            LEFT JOIN pg_namespace AS n ON n.nspname = asked.schema
            """;

    /** Of the tables of one domain, what the login lacks; nothing of those that are not there. */
    private static final String MISSING_PRIVILEGES = """
            SELECT %1$s AS domain, string_agg(wanted.privilege || ' on ' || wanted.relation, ', ') AS missing
            FROM (VALUES (%2$s, 'SELECT'), (%2$s, 'INSERT'), (%2$s, 'UPDATE'), (%2$s, 'DELETE'),
                         (%3$s, 'SELECT'), (%3$s, 'INSERT')) AS wanted (relation, privilege)
            WHERE NOT has_table_privilege(to_regclass(wanted.relation), wanted.privilege)
            """;

    private final Session session;
    private final RunSettings settings;
    private final HistoryStatements records;

    public HistoryWriter(Session session, RunSettings settings) {
        this.session = session;
        this.settings = settings;
        this.records = new HistoryStatements(settings);
    }

    /**
     * Creates schema, tracking table and log where they are missing; false where another runner has the domain.
     *
     * @throws SqlFailure where the server refuses, such as for lack of privileges
     */
    public boolean found(Domain domain) {
        return underLock(RunMessages.begin() + RunMessages.lock(domain) + founding(domain) + "COMMIT;");
    }

    /** CREATE SCHEMA IF NOT EXISTS would ask for a right that nobody needs where the schema is there. */
    static String founding(Domain domain) {
        String schema = Quote.identifier(domain.schema());
        String granted = domain.role() == null
                ? ""
                : "GRANT USAGE, CREATE ON SCHEMA " + schema + " TO " + Quote.identifier(domain.role()) + ";\n";
        return "SET LOCAL client_min_messages = warning;\nDO $bailiwick$ BEGIN\nIF to_regnamespace("
                + Quote.literal(schema) + ") IS NULL THEN\nCREATE SCHEMA " + schema + ";\n" + granted
                + "END IF;\nEND $bailiwick$;\n" + TrackingTables.definition(domain);
    }

    /**
     * Refuses a domain whose role can't create in its schema: PostgreSQL would pass the schema over in search_path, and
     * an unqualified CREATE would land in public.
     *
     * @throws BailiwickException exit 2 where there is no such role, exit 3 with the GRANT that is missing
     */
    public void requireRole(Domain domain) {
        String role = domain.role();
        if (role == null) {
            return;
        }
        String schema = Quote.identifier(domain.schema());
        String answer = session.ask(handle -> handle.createQuery(ROLE)
                .bind("role", role)
                .bind("schema", domain.schema())
                .mapTo(String.class)
                .one());
        if (answer.equals("unknown")) {
            throw BailiwickException.usage(
                    domain.folder() + "/domain.properties names role " + role + ", which this server doesn't have",
                    "CREATE ROLE " + Quote.identifier(role) + ";");
        }
        if (answer.equals("lacks")) {
            throw new BailiwickException(
                    ExitCode.REFUSED,
                    Failure.of(
                                    "role " + role + " of " + domain.folder()
                                            + "/domain.properties may not create in schema " + domain.schema(),
                                    "as the schema's owner: GRANT USAGE, CREATE ON SCHEMA " + schema + " TO "
                                            + Quote.identifier(role) + ";")
                            .withState("nothing was run"));
        }
    }

    /**
     * Refuses a role that could run the files of a domain and not record it: before anything runs, not behind its last
     * statement.
     *
     * @throws BailiwickException exit 3 with the GRANT that is missing
     */
    public void requirePrivileges(Collection<Domain> domains) {
        String query = domains.stream()
                .map(domain -> MISSING_PRIVILEGES.formatted(
                        Quote.literal(domain.name()),
                        Quote.literal(TrackingTables.table(domain)),
                        Quote.literal(TrackingTables.log(domain))))
                .collect(Collectors.joining(" UNION ALL "));
        Map<String, String> missing = new HashMap<>();
        if (!domains.isEmpty()) {
            session.query(query, row -> missing.put(row.getString("domain"), row.getString("missing")));
        }
        domains.stream()
                .filter(domain -> missing.get(domain.name()) != null)
                .findFirst()
                .ifPresent(domain -> refuse(domain, String.valueOf(missing.get(domain.name()))));
    }

    private void refuse(Domain domain, String missing) {
        String role = session.info().role();
        throw new BailiwickException(
                ExitCode.REFUSED,
                new Failure(
                        "role " + role + " may not keep the history of domain " + domain.name() + ": it lacks "
                                + missing,
                        null,
                        null,
                        "nothing was run",
                        List.of("as the tables' owner: GRANT SELECT, INSERT, UPDATE, DELETE ON "
                                + TrackingTables.table(domain) + ", " + TrackingTables.log(domain) + " TO "
                                + Quote.identifier(role) + ";")));
    }

    /** Writes down a failure of a unit that was rolled back; false where another runner has the domain. */
    public boolean recordFailure(SectionRun unit, String error) {
        return failure(unit, error, true);
    }

    /** Where the database's encoding lacks a character of the file or of the error, the record does without. */
    private boolean failure(SectionRun unit, String error, boolean row) {
        try {
            return writtenFailure(unit, error, row);
        } catch (SqlFailure e) {
            if (!e.sqlState().equals(UnreadableMessageCheck.LACKS_CHARACTER)) {
                throw e;
            }
            return writtenFailure(unit.withoutSource(), UnreadableMessageCheck.ascii(error), row);
        }
    }

    private boolean writtenFailure(SectionRun unit, String error, boolean row) {
        WrittenRow wanted = row && unit.direction() == Direction.UP ? WrittenRow.notDone(unit) : null;
        return written(
                unit.domain(),
                RunMessages.lock(unit.domain()),
                row ? records.failure(unit, error) : records.givenUp(unit, error),
                wanted == null ? List.of() : List.of(wanted),
                List.of("failure " + unit.filename()));
    }

    /** Writes down that a unit gave up waiting: it is pending as before; false where another runner has the domain. */
    public boolean recordGivenUp(SectionRun unit, String error) {
        return failure(unit, error, false);
    }

    /**
     * Writes rows without running their files, all of them or nothing; false where another runner has the domain.
     *
     * @param corrections in the order in which they were applied
     * @throws StaleHistoryException where the history is another one than was planned from
     * @throws SqlFailure where the server refuses, or the tracking table does not take a row
     */
    public boolean correct(Domain domain, List<Correction> corrections, History.Version expected) {
        return written(
                domain,
                RunMessages.lock(domain, expected),
                records.corrected(domain, corrections),
                rows(corrections),
                entries(corrections));
    }

    /**
     * Writes rows that are lost from what the log says, and creates the tracking table where it is gone, all of it or nothing;
     * false where another runner has the domain.
     *
     * @throws StaleHistoryException where table or log are not what was planned from
     * @throws SqlFailure where the server refuses, or the tracking table does not take a row
     */
    public boolean rebuild(Domain domain, List<Correction> corrections, History.Version expected) {
        Sending all = () -> {
            session.run(RunMessages.begin()
                    + RunMessages.lock(domain)
                    + founding(domain)
                    + RunMessages.lock(domain, expected));
            write(domain, records.corrected(domain, corrections), rows(corrections), entries(corrections), false);
        };
        // Sequences are set in a message of their own, for which a tracking table that is gone has to be there.
        return guarded(domain, all, () -> found(domain));
    }

    /**
     * Writes entries that are lost into the log, from what the history says, and takes the log's end as it is then for the one that
     * the last run has left; all of it or nothing; false where another runner has the domain.
     *
     * @param described whether the last run has left a description
     */
    public boolean relog(Domain domain, List<Correction> corrections, History.Version expected, boolean described) {
        // What is written now changes no schema: a description that was not older than the log is not older than it
        // then.
        String before = described
                ? "UPDATE %1$s SET last_log_id = %3$d WHERE last_log_id >= (SELECT coalesce(max(id), 0) FROM %2$s);\n"
                : "";
        String after = described
                ? "UPDATE %1$s SET last_log_id = (SELECT coalesce(max(id), 0) FROM %2$s) WHERE last_log_id = %3$d;\n"
                : "";
        String writes = before + "%4$s" + after;
        return written(
                domain,
                RunMessages.lock(domain, expected),
                writes.formatted(
                        TrackingTables.catalog(domain),
                        TrackingTables.log(domain),
                        Long.MAX_VALUE,
                        records.corrected(domain, corrections)),
                rows(corrections),
                entries(corrections));
    }

    /** Keeps what the domain's schema holds now; false where another runner has the domain, and will do it. */
    public boolean describe(Domain domain) {
        return underLock(
                RunMessages.begin() + RunMessages.lock(domain) + SchemaSnapshots.keep(domain, settings) + "COMMIT;");
    }

    /** Who has the domain at the moment. */
    public Optional<LockHolder> holder(Domain domain) {
        List<LockHolder> holders = session.ask(handle -> handle.createQuery(HOLDERS)
                .bind("key", DomainLock.key(domain))
                .map((row, context) -> {
                    long seconds = row.getLong("seconds");
                    Duration since = row.wasNull() ? null : Duration.ofSeconds(seconds);
                    return new LockHolder(
                            row.getInt("pid"),
                            row.getString("usename"),
                            row.getString("application_name"),
                            row.getString("client"),
                            since);
                })
                .list());
        return holders.stream().findFirst();
    }

    /**
     * Whether the log shows that a unit came to its end since it was planned, and that it stays so, even should the server crash; empty where another
     * runner, or what is left of a broken connection, has the domain: then nothing can be concluded.
     *
     * @param planned the history's version before the unit
     */
    public Optional<LostConnectionResult> settled(SectionRun unit, History.Version planned) {
        if (!underLock(RunMessages.begin() + RunMessages.lock(unit.domain()))) {
            return Optional.empty();
        }
        Optional<Integer> took = session.ask(handle -> handle.createQuery("SELECT coalesce(execution_time_ms, 0) FROM "
                        + TrackingTables.log(unit.domain())
                        + " WHERE id > :planned AND filename = :filename AND action = :action ORDER BY id LIMIT 1")
                .bind("planned", planned.log())
                .bind("filename", unit.filename())
                .bind("action", unit.action())
                .mapTo(Integer.class)
                .findOne());
        if (took.isPresent()) {
            underLock(RunMessages.DURABLE + ";COMMIT;");
        } else if (!unit.section().transaction()) {
            rollback();
        } else {
            guarded(() ->
                    write(unit.domain(), records.lost(unit), List.of(), List.of("failure " + unit.filename()), true));
        }
        return Optional.of(new LostConnectionResult(took.isPresent(), took.orElse(0)));
    }

    /** What is sent to the server. */
    private interface Sending {
        void send() throws SQLException;
    }

    /** Writes in a transaction that has taken the domain, and makes sure that what stands is what was written. */
    private boolean written(Domain domain, String lock, String writes, List<WrittenRow> rows, List<String> logged) {
        Sending all = () -> {
            session.run(RunMessages.begin() + lock);
            write(domain, writes, rows, logged, true);
        };
        return guarded(domain, all, () -> true);
    }

    /**
     * Where a sequence of history or log gives numbers that were given before, as behind data that was restored, it is set
     * behind them, and all of it is sent once more.
     */
    private boolean guarded(Domain domain, Sending all, BooleanSupplier founded) {
        try {
            return guarded(all);
        } catch (SqlFailure e) {
            if (!HistoryWatch.sequenceBehind(e.sqlException(), domain)) {
                throw e;
            }
            return founded.getAsBoolean()
                    && underLock(RunMessages.begin() + RunMessages.lock(domain) + HistoryWatch.sequencesAhead(domain))
                    && guarded(all);
        }
    }

    private static List<WrittenRow> rows(List<Correction> corrections) {
        return corrections.stream().map(WrittenRow::of).toList();
    }

    /** What they add to the log. */
    private static List<String> entries(List<Correction> corrections) {
        return corrections.stream()
                .map(correction -> correction.action() + " " + correction.filename())
                .toList();
    }

    private void write(Domain domain, String writes, List<WrittenRow> rows, List<String> logged, boolean ordered)
            throws SQLException {
        HistoryWatch watch = HistoryWatch.begin(session, domain);
        session.run(writes);
        watch.written(rows, logged);
        session.run(WorkAtCommit.message());
        watch.requireRecorded(ordered);
        session.run("COMMIT");
    }

    private boolean underLock(String message) {
        return guarded(() -> session.run(message));
    }

    private boolean guarded(Sending sending) {
        try {
            sending.send();
            return true;
        } catch (SQLException e) {
            if (RunMessages.LOCKED.equals(e.getSQLState())) {
                rollback();
                return false;
            }
            if (!SqlFailure.lost(e)) {
                rollback();
            }
            if (RunMessages.STALE.equals(e.getSQLState())) {
                throw new StaleHistoryException();
            }
            throw new SqlFailure(e);
        }
    }

    private void rollback() {
        try {
            session.wire().rollback();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }
}
