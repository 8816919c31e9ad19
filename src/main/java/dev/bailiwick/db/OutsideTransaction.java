package dev.bailiwick.db;

import dev.bailiwick.model.Direction;
import dev.bailiwick.model.History;
import dev.bailiwick.model.Part;
import dev.bailiwick.model.ServerMessage;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Runs a section that stands outside a transaction, statement by statement.
 *
 * <p>Three sessions: one keeps the domain in an idle READ COMMITTED transaction, which holds no snapshot that CREATE
 * INDEX CONCURRENTLY would wait for; one, fresh and thrown away afterwards, runs the statements; the run's own session
 * writes down the intent, the progress and the end.
 */
public final class OutsideTransaction {
    /** Statements that can leave something behind when they fail (probed with 15 and 18). */
    private static final Pattern LEAVES_TRACES =
            Pattern.compile("\\bCONCURRENTLY\\b|^\\s*(VACUUM|CALL|DO|REINDEX|CLUSTER)\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern INDEX =
            Pattern.compile("\\bCREATE\\s+(UNIQUE\\s+)?INDEX\\b|\\bREINDEX\\b", Pattern.CASE_INSENSITIVE);

    private static final String INVALID_INDEXES = """
            SELECT c.relname AS name, format('%I.%I', n.nspname, c.relname) AS identity
            FROM pg_index i
            JOIN pg_class c ON c.oid = i.indexrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = :schema AND NOT i.indisvalid AND c.relkind = 'i'
            """;

    /** The session that keeps the domain is idle for as long as the statements take. */
    private static final String KEPT = """
            SELECT set_config(name, '0', true)
            FROM pg_settings WHERE name IN ('idle_in_transaction_session_timeout', 'transaction_timeout');
            """;

    /** So is the run's own session. */
    private static final String PATIENT =
            "SET idle_session_timeout = 0; SET statement_timeout = 0; SET lock_timeout = 0";

    private static final String PATIENT_NO_MORE =
            "RESET idle_session_timeout; RESET statement_timeout; RESET lock_timeout";

    private final Connector connector;
    private final Session own;
    private final Messages messages;
    private final Records records;
    private final Cancellation cancellation;

    public OutsideTransaction(Connector connector, Session own, RunSettings settings, Cancellation cancellation) {
        this.connector = connector;
        this.own = own;
        this.messages = new Messages(own.info(), settings);
        this.records = new Records(settings);
        this.cancellation = cancellation;
    }

    /** Runs and records one unit; {@link Outcome.Stopped} where part of it may stand. */
    public Outcome run(Unit unit, History.Version expected, RunListener listener) {
        try (Session keeper = connector.open()) {
            keeper.run(Messages.begin() + Messages.take(unit, expected) + KEPT);
            try (Session worker = connector.open()) {
                worker.run(messages.session(unit));
                intend(unit);
                Outcome outcome = begun(unit, keeper, worker, listener);
                release(keeper);
                return outcome;
            }
        } catch (SQLException e) {
            return switch (e.getSQLState() == null ? "" : e.getSQLState()) {
                case Messages.LOCKED -> new Outcome.Locked();
                case Messages.MOVED -> new Outcome.Moved();
                default -> refused(e);
            };
        }
    }

    /** Writes the intent down; where that fails, the run goes on with its session as it was. */
    private void intend(Unit unit) throws SQLException {
        own.run(PATIENT);
        try {
            own.run(records.intent(unit, "not finished", 0));
        } catch (SQLException e) {
            if (!SqlFailure.lost(e)) {
                own.wire().rollback();
                own.run(PATIENT_NO_MORE);
            }
            throw e;
        }
    }

    /** Gives the domain up and hears that it is free: a session that is only closed may hold it for a moment longer. */
    private static void release(Session keeper) {
        try {
            keeper.wire().rollback();
        } catch (SQLException e) {
            // It broke: then the server gives up what it held by itself.
        }
    }

    /** From here on something may stand: whatever goes wrong, even with our own bookkeeping, says so. */
    private Outcome begun(Unit unit, Session keeper, Session worker, RunListener listener) {
        Trace trace = new Trace(unit, 0, listener);
        try {
            Outcome outcome = work(unit, keeper, worker, trace);
            own.run(PATIENT_NO_MORE);
            return outcome;
        } catch (SQLException e) {
            ServerMessage said = Wire.said(e);
            return said == null || SqlFailure.lost(e)
                    ? new Outcome.Lost(e.getMessage())
                    : new Outcome.Stopped(new SqlError(said, -1, trace.statementsDone() + 1), trace.statementsDone());
        }
    }

    private Outcome work(Unit unit, Session keeper, Session worker, Trace trace) throws SQLException {
        List<Part> parts = unit.parts();
        for (int i = 0; i < parts.size(); i++) {
            if (cancellation.requested()) {
                return stopped(unit, trace, i, new SQLException("cancelled between two statements", "57014"));
            }
            if (!keeper.alive()) {
                return stopped(
                        unit, trace, i, new SQLException("the session that keeps the domain was ended", "08006"));
            }
            try {
                step(unit, parts.get(i), worker, trace);
            } catch (SQLException e) {
                return stopped(unit, trace, i, e);
            }
            Optional<String> invalid = invalidIndex(unit, parts.get(i));
            if (invalid.isPresent()) {
                return left(
                        unit,
                        new SqlError(passedOver(invalid.get()), parts.get(i).start(), i + 1),
                        i);
            }
            own.run(Records.progress(unit, i + 1));
        }
        own.wire().send(records.finished(unit), trace);
        return trace.done();
    }

    /**
     * An index of the domain that a statement names and that is INVALID, though the statement reported success: IF NOT EXISTS
     * passes over what a failed CREATE INDEX CONCURRENTLY has left (manual, "CREATE INDEX").
     */
    private Optional<String> invalidIndex(Unit unit, Part part) throws SQLException {
        if (!INDEX.matcher(part.text()).find()) {
            return Optional.empty();
        }
        try {
            return own
                    .ask(handle -> handle.createQuery(INVALID_INDEXES)
                            .bind("schema", unit.domain().schema())
                            .map((row, context) -> List.of(row.getString("name"), row.getString("identity")))
                            .list())
                    .stream()
                    .filter(index -> Pattern.compile("(?<![\\w$])" + Pattern.quote(index.get(0)) + "(?![\\w$])")
                            .matcher(part.text())
                            .find())
                    .map(index -> index.get(1))
                    .findFirst();
        } catch (SqlFailure e) {
            // The statement is done: what broke here is told like everything that breaks behind it.
            throw e.sqlException();
        }
    }

    private static ServerMessage passedOver(String index) {
        return new ServerMessage(
                "ERROR",
                "55000",
                "index " + index + " is INVALID: no query uses it",
                "A failed build has left it, and IF NOT EXISTS passes over it.",
                "DROP INDEX CONCURRENTLY " + index + ";",
                null);
    }

    private void step(Unit unit, Part part, Session worker, Trace trace) throws SQLException {
        trace.sending("", part);
        cancellation.running(worker);
        try {
            if (part instanceof Part.CopyIn copy) {
                worker.wire().copyIn(copy.text(), unit.data(copy), trace);
            } else {
                worker.wire().send(part.text(), trace);
            }
        } finally {
            cancellation.running(null);
        }
    }

    private Outcome stopped(Unit unit, Trace trace, int done, SQLException e) throws SQLException {
        ServerMessage said = Wire.said(e);
        boolean clean = done == 0
                && said != null
                && !SqlFailure.lost(e)
                && !LEAVES_TRACES.matcher(unit.parts().get(0).text()).find();
        SqlError error = trace.error(
                e,
                said != null
                        ? said
                        : new ServerMessage(
                                "ERROR",
                                String.valueOf(e.getSQLState()),
                                String.valueOf(e.getMessage()),
                                null,
                                null,
                                null));
        if (clean) {
            own.run(
                    unit.direction() == Direction.UP
                            ? records.stopped(unit, error.forHistory(unit), null)
                            : records.stillThere(unit, error.forHistory(unit)));
            return new Outcome.Failed(error);
        }
        return left(unit, error, done);
    }

    private Outcome left(Unit unit, SqlError error, int done) throws SQLException {
        own.run(records.stopped(unit, error.forHistory(unit), done));
        return new Outcome.Stopped(error, done);
    }

    private static Outcome refused(SQLException e) {
        ServerMessage said = Wire.said(e);
        return said == null || SqlFailure.lost(e)
                ? new Outcome.Lost(e.getMessage())
                : new Outcome.Failed(new SqlError(said, -1, 0));
    }
}
