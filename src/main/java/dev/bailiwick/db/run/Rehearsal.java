package dev.bailiwick.db.run;

import dev.bailiwick.db.catalog.SchemaSnapshots;
import dev.bailiwick.db.guard.CopyFreeze;
import dev.bailiwick.db.guard.GuardSql;
import dev.bailiwick.db.login.Connector;
import dev.bailiwick.db.section.RunListener;
import dev.bailiwick.db.section.RunSettings;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.section.SqlError;
import dev.bailiwick.db.session.Cancellation;
import dev.bailiwick.db.session.PreparedQueries;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SimpleQueryChannel;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.db.session.SqlFile;
import dev.bailiwick.model.catalog.CatalogDescription;
import dev.bailiwick.model.catalog.Violation;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.domain.Guard;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.script.Limits;
import dev.bailiwick.model.script.Part;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs units for real in one transaction of a session of its own, statement by statement, looks after each at what the
 * transaction holds, and rolls all of it back.
 */
public final class Rehearsal implements AutoCloseable {
    private static final String RELATIONS = SqlFile.text("relations.sql");
    private static final String HELD = SqlFile.text("held.sql");
    private static final String SEQUENCES = """
            SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences WHERE last_value IS NOT NULL
            """;

    private final Session session;
    private final RunMessages messages;
    private final Limits limits;
    private final Cancellation cancellation;
    private final Map<Long, Relation> before = new HashMap<>();
    private final Map<Domain, History.Version> versions = new HashMap<>();
    private Map<Long, Held> held = Map.of();
    private Map<String, Long> sequences = Map.of();
    private boolean first = true;

    /** Those whose history was made in this very transaction. */
    private final Set<Domain> founded = new HashSet<>();

    /**
     * A relation as it was before.
     *
     * @param rows about how many, or negative where the statistics say nothing
     */
    public record Relation(String name, String kind, long filenode, long rows, long bytes) {}

    /**
     * What the transaction holds of a relation, and has done with it so far.
     *
     * @param modes names as pg_locks has them, of those locks that others wait for; null for none
     * @param there whether the relation exists now
     * @param name with its schema; null where it is gone
     * @param bytes null for what has no size, or is gone
     */
    public record Held(
            @Nullable String modes,
            boolean there,
            @Nullable String name,
            long filenode,
            @Nullable Long bytes,
            long returned,
            long inserted,
            long updated,
            long deleted) {}

    /**
     * One statement that ran.
     *
     * @param part what was sent
     * @param nanoseconds seen from here
     * @param earlier what was held before it
     * @param held what is held after it
     */
    public record Ran(Part part, long nanoseconds, Map<Long, Held> earlier, Map<Long, Held> held) {}

    /**
     * One unit that ran, to its end or to an error.
     *
     * @param error null where it ran to its end
     */
    public record Result(
            List<Ran> statements,
            List<Violation> beyond,
            @Nullable SqlError error,
            CatalogDescription earlier,
            CatalogDescription after) {}

    /** @param limits how long a statement may wait and run, whatever files and domains say */
    public Rehearsal(Connector connector, RunSettings settings, Limits limits, Cancellation cancellation) {
        this.session = connector.open();
        this.messages = new RunMessages(session.info(), settings);
        this.limits = limits;
        this.cancellation = cancellation;
    }

    /**
     * Opens the transaction.
     *
     * @param histories of the domains that are going to be rehearsed; those without tables get them
     * @return the domain that another runner has; null where it is open
     */
    public @Nullable Domain begin(Map<Domain, History> histories) {
        sequences = sequences();
        session.query(
                RELATIONS,
                row -> before.put(
                        row.getLong(1),
                        new Relation(
                                row.getString(2), row.getString(3), row.getLong(4), row.getLong(5), row.getLong(6))));
        run(RunMessages.begin());
        for (Map.Entry<Domain, History> entry : histories.entrySet()) {
            Domain domain = entry.getKey();
            try {
                session.run(RunMessages.lock(domain));
                if (!entry.getValue().kept()) {
                    founded.add(domain);
                    session.run(HistoryWriter.founding(domain));
                }
            } catch (SQLException e) {
                if (RunMessages.LOCKED.equals(e.getSQLState())) {
                    return domain;
                }
                throw new SqlFailure(e);
            }
            versions.put(domain, entry.getValue().version());
        }
        return null;
    }

    private void run(String message) {
        try {
            session.run(message);
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** What was there before, by oid. */
    public Map<Long, Relation> relations() {
        return before;
    }

    /**
     * Runs a unit whose parts are its statements. After an error nothing more can be run.
     *
     * @throws SqlFailure where the connection breaks, or a query of our own is refused
     */
    public Result run(SectionRun unit, RunListener listener) {
        SectionAnswers trace = new SectionAnswers(unit, 0, listener);
        List<Ran> ran = new ArrayList<>();
        CatalogDescription earlier = described(unit.domain());
        cancellation.running(session);
        try {
            open(unit);
            for (Part part : unit.parts()) {
                long begin = System.nanoTime();
                send(unit, part, trace);
                long took = System.nanoTime() - begin;
                Map<Long, Held> now = held();
                ran.add(new Ran(part, took, held, now));
                held = now;
            }
            close(unit, trace);
        } catch (SQLException e) {
            return new Result(ran, List.of(), error(e, trace), earlier, earlier);
        } finally {
            cancellation.running(null);
        }
        return new Result(ran, trace.done().violations(), null, earlier, described(unit.domain()));
    }

    private void send(SectionRun unit, Part part, SectionAnswers trace) throws SQLException {
        SectionRun guarded = guarded(unit);
        boolean freezes = GuardSql.guards(guarded.domain()) && CopyFreeze.freezes(part);
        if (freezes) {
            String judged = GuardSql.judged(guarded, guardsHistory(unit), PreparedQueries.NEVER);
            session.wire().send(CopyFreeze.before(judged), trace.aside());
        }
        statement(unit, part, trace);
        if (freezes) {
            session.wire().send(GuardSql.BEFORE, trace.aside());
        }
    }

    private void statement(SectionRun unit, Part part, SectionAnswers trace) throws SQLException {
        trace.sending(0, part);
        if (part instanceof Part.CopyIn copy) {
            session.wire().copyIn(copy.text(), unit.data(copy), trace);
        } else {
            session.wire().send(part.text(), trace);
        }
    }

    private void open(SectionRun unit) throws SQLException {
        History.Version version = versions.getOrDefault(unit.domain(), new History.Version(0, 0));
        session.run(messages.before(guarded(unit), RunMessages.stale(guarded(unit), version), false)
                + "SELECT set_config('lock_timeout', " + Quote.literal(limits.lockTimeout())
                + ", true), set_config('statement_timeout', " + Quote.literal(limits.statementTimeout()) + ", true);");
        held = held();
    }

    private void close(SectionRun unit, SectionAnswers trace) throws SQLException {
        SectionRun guarded = guarded(unit);
        String guard = GuardSql.guards(guarded.domain())
                ? GuardSql.judged(guarded, guardsHistory(unit), PreparedQueries.NEVER)
                : "";
        session.wire()
                .send(
                        messages.after(guarded, true, guard, true, false, PreparedQueries.NEVER) + RunMessages.FORGET,
                        trace);
        versions.put(unit.domain(), trace.done().version());
        first = false;
    }

    /** Whether the domain's own history is guarded too: not where we have made or written it in this transaction. */
    private boolean guardsHistory(SectionRun unit) {
        return first && !founded.contains(unit.domain());
    }

    /** The guard only tells: the next files are to be rehearsed too. */
    private static SectionRun guarded(SectionRun unit) {
        return unit.domain().guard() == Guard.ON ? unit.of(unit.domain().guarded(Guard.WARN)) : unit;
    }

    private CatalogDescription described(Domain domain) {
        run("SELECT pg_catalog.set_config('search_path', 'pg_catalog', true),"
                + " pg_catalog.set_config('statement_timeout', '0', true)");
        return new SchemaSnapshots(session).within(domain);
    }

    private Map<Long, Held> held() {
        Map<Long, Held> now = new LinkedHashMap<>();
        session.query(HELD, row -> {
            long size = row.getLong(6);
            Long bytes = row.wasNull() ? null : Long.valueOf(size);
            return now.put(
                            row.getLong(1),
                            new Held(
                                    row.getString(2),
                                    row.getBoolean(3),
                                    row.getString(4),
                                    row.getLong(5),
                                    bytes,
                                    row.getLong(7),
                                    row.getLong(8),
                                    row.getLong(9),
                                    row.getLong(10)))
                    == null;
        });
        return now;
    }

    private static SqlError error(SQLException e, SectionAnswers trace) {
        ServerMessage said = SimpleQueryChannel.said(e);
        if (said == null || SqlFailure.lost(e)) {
            throw new SqlFailure(e);
        }
        return trace.error(e, said);
    }

    /** Rolls everything back, and says which sequences have moved nevertheless. */
    public List<String> end() {
        try {
            session.wire().rollback();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
        Map<String, Long> now = sequences();
        return sequences.entrySet().stream()
                .filter(sequence ->
                        !sequence.getValue().equals(now.getOrDefault(sequence.getKey(), sequence.getValue())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private Map<String, Long> sequences() {
        Map<String, Long> values = new HashMap<>();
        session.query(SEQUENCES, row -> values.put(row.getString(1), row.getLong(2)) == null);
        return values;
    }

    /** Ends the session; a transaction that is still open is rolled back. */
    @Override
    public void close() {
        session.close();
    }
}
