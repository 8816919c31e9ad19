package dev.bailiwick.db;

import dev.bailiwick.model.Direction;
import dev.bailiwick.model.History;
import dev.bailiwick.model.Part;
import dev.bailiwick.model.Recovery;
import dev.bailiwick.model.Resume;
import dev.bailiwick.model.ServerMessage;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a section that stands outside a transaction, statement by statement.
 *
 * <p>A statement that can run in a transaction runs in one of its own, which also records that it is done: there is no
 * doubt about it, whatever is killed when. Before any other, what has to be known to judge it later is written down; a
 * run that goes on where another one stopped asks the catalog what became of it ({@link Doubt}).
 *
 * <p>Three sessions: one keeps the domain in an idle READ COMMITTED transaction, which holds no snapshot that CREATE
 * INDEX CONCURRENTLY would wait for; one, fresh and thrown away afterwards, runs the statements; the run's own session
 * writes down the intent, the progress and the end.
 */
public final class OutsideTransaction {
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

    /** Our own statement in a statement's transaction runs as ourselves, whatever the section has set. */
    private static final String OURSELVES = """
            SET LOCAL SESSION AUTHORIZATION DEFAULT;
            SET LOCAL ROLE NONE;
            SET LOCAL search_path = pg_catalog, pg_temp;
            SET LOCAL statement_timeout = 0;
            SET LOCAL lock_timeout = '10s';
            """;

    private final Connector connector;
    private final Session own;
    private final Messages messages;
    private final Records records;
    private final Cancellation cancellation;

    /** What the row says while a statement runs. */
    private String intent = Resume.NOT_FINISHED;

    /** What is known from before the statement that runs; empty for most. */
    private String known = "";

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
                EarlierRun earlier = new EarlierRun(unit, own, listener);
                earlier.outlive(keeper, worker, cancellation);
                Doubt.Decision decision = earlier.ask(worker);
                if (decision.answer() == Doubt.Answer.UNDECIDED) {
                    release(keeper);
                    int next = unit.resume().done();
                    return new Outcome.Undecided(
                            unit.parts().get(next).start(), next + 1, decision.why(), decision.stands());
                }
                earlier.tell(decision);
                int from = unit.resume().done() + (decision.answer() == Doubt.Answer.DONE ? 1 : 0);
                SqlError unreadable = intend(unit, worker, from);
                if (unreadable != null) {
                    release(keeper);
                    return new Outcome.Failed(unreadable);
                }
                Outcome outcome = begun(unit, from, keeper, worker, listener);
                release(keeper);
                return outcome;
            }
        } catch (SqlFailure e) {
            return refused(e.sqlException());
        } catch (SQLException e) {
            return switch (e.getSQLState() == null ? "" : e.getSQLState()) {
                case Messages.LOCKED -> new Outcome.Locked();
                case Messages.MOVED -> new Outcome.Moved();
                default -> refused(e);
            };
        }
    }

    /**
     * Writes the intent down; where that fails, the run goes on with its session as it was.
     *
     * @return the character of the file that the history can't keep, which is recorded; null where it is begun
     */
    private @Nullable SqlError intend(Unit unit, Session worker, int from) throws SQLException {
        String backend = worker.query(
                        "SELECT pid || ' of ' || backend_start FROM pg_catalog.pg_stat_activity"
                                + " WHERE pid = pg_catalog.pg_backend_pid()",
                        row -> row.getString(1))
                .get(0);
        intent = Resume.NOT_FINISHED + ", backend " + backend;
        own.run(PATIENT);
        try {
            own.run(records.intent(unit, intent, from));
            return null;
        } catch (SQLException e) {
            if (!SqlFailure.lost(e)) {
                own.wire().rollback();
                own.run(PATIENT_NO_MORE);
            }
            ServerMessage said = Wire.said(e);
            int lacked = Unreadable.lacked(unit, e);
            if (said == null || lacked < 0) {
                throw e;
            }
            SqlError error = new Trace(unit, 0, RunListener.SILENT).at(said, lacked);
            String words = Unreadable.ascii(error.forHistory(unit));
            own.run(from == 0 && unit.direction() == Direction.UP
                    ? records.stopped(unit.withoutSource(), words, null)
                    : records.logged(unit, words));
            return error;
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
    private Outcome begun(Unit unit, int from, Session keeper, Session worker, RunListener listener) {
        Trace trace = new Trace(unit, -from, listener);
        try {
            Outcome outcome = work(unit, from, keeper, worker, trace);
            own.run(PATIENT_NO_MORE);
            return outcome;
        } catch (SQLException e) {
            ServerMessage said = Wire.said(e);
            return said == null || SqlFailure.lost(e)
                    ? new Outcome.Lost(e.getMessage())
                    : new Outcome.Stopped(new SqlError(said, -1, trace.statementsDone() + 1), trace.statementsDone());
        }
    }

    private Outcome work(Unit unit, int from, Session keeper, Session worker, Trace trace) throws SQLException {
        List<Part> parts = unit.parts();
        for (int i = from; i < parts.size(); i++) {
            if (cancellation.requested()) {
                return stopped(unit, trace, i, new SQLException("cancelled between two statements", "57014"));
            }
            if (!keeper.alive()) {
                return stopped(
                        unit, trace, i, new SQLException("the session that keeps the domain was ended", "08006"));
            }
            Part part = parts.get(i);
            Recovery recovery = part.recovery();
            try {
                if (recovery instanceof Recovery.Recorded) {
                    known = "";
                    recorded(unit, part, i + 1, worker, trace);
                    continue;
                }
                String before = Doubt.before(worker, recovery);
                known = before;
                if (!before.isEmpty()) {
                    own.run(Records.state(unit, intent + before));
                }
                step(unit, part, worker, trace);
            } catch (SQLException e) {
                return stopped(unit, trace, i, e);
            }
            Optional<ServerMessage> invalid = InvalidIndex.namedBy(part, unit.domain(), own);
            if (invalid.isPresent()) {
                return left(unit, new SqlError(invalid.get(), part.start(), i + 1), i);
            }
            own.run(Records.progress(unit, i + 1));
        }
        own.wire().send(records.finished(unit), trace);
        return trace.done();
    }

    /** Runs a statement in a transaction that also records that it is done. */
    private void recorded(Unit unit, Part part, int number, Session worker, Trace trace) throws SQLException {
        String begin = "BEGIN;\n";
        String end = "\n;\n" + OURSELVES + Records.progress(unit, number) + "COMMIT;";
        cancellation.running(worker);
        try {
            if (part instanceof Part.CopyIn copy) {
                worker.run(begin);
                trace.sending(0, part);
                worker.wire().copyIn(copy.text(), unit.data(copy), trace);
                worker.run(end);
            } else {
                trace.sending(begin.codePointCount(0, begin.length()), part);
                worker.wire().send(begin + part.text() + end, new Second(trace));
            }
        } catch (SQLException e) {
            if (!SqlFailure.lost(e)) {
                worker.wire().rollback();
            }
            throw e;
        } finally {
            cancellation.running(null);
        }
    }

    private void step(Unit unit, Part part, Session worker, Trace trace) throws SQLException {
        trace.sending(0, part);
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
                && !unit.parts().get(0).recovery().leavesTraces();
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
        if (SqlFailure.lost(e)) {
            // Its last transaction may have been committed, with how far it is: that is not touched here.
            own.run(records.lostWorker(unit, intent + known + "\n" + error.forHistory(unit)));
            return new Outcome.Lost(e.getMessage());
        }
        return left(unit, error, done);
    }

    /** What the next run has to know of a statement that failed: of an index without a name, which one it is. */
    private String forNext(Part part) {
        return part.recovery() instanceof Recovery.IndexBuild build
                        && build.index().isEmpty()
                ? "\n" + known
                : "";
    }

    private Outcome left(Unit unit, SqlError error, int done) throws SQLException {
        own.run(records.stopped(
                unit, error.forHistory(unit) + forNext(unit.parts().get(done)), done));
        return new Outcome.Stopped(error, done);
    }

    private static Outcome refused(SQLException e) {
        ServerMessage said = Wire.said(e);
        return said == null || SqlFailure.lost(e)
                ? new Outcome.Lost(e.getMessage())
                : new Outcome.Failed(new SqlError(said, -1, 0));
    }

    /** Of a message's statements, only the second is the section's. */
    private static final class Second implements Wire.Listener {
        private final Wire.Listener section;
        private int answers;

        Second(Wire.Listener section) {
            this.section = section;
        }

        @Override
        public void statementDone() {
            answers++;
            if (answers == 2) {
                section.statementDone();
            }
        }

        @Override
        public void notice(ServerMessage message) {
            section.notice(message);
        }
    }
}
