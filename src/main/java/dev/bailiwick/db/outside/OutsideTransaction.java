package dev.bailiwick.db.outside;

import dev.bailiwick.db.history.TrackingTables;
import dev.bailiwick.db.integrity.HistoryDigest;
import dev.bailiwick.db.login.Connector;
import dev.bailiwick.db.recovery.DomainLockSession;
import dev.bailiwick.db.recovery.EarlierRunState;
import dev.bailiwick.db.recovery.InterruptedStatementRecovery;
import dev.bailiwick.db.recovery.PassedOverIndex;
import dev.bailiwick.db.recovery.SessionStateReader;
import dev.bailiwick.db.run.HistoryStatements;
import dev.bailiwick.db.run.RunMessages;
import dev.bailiwick.db.run.SavedHistory;
import dev.bailiwick.db.run.SectionAnswers;
import dev.bailiwick.db.run.SectionRunner;
import dev.bailiwick.db.run.SectionSettings;
import dev.bailiwick.db.run.UnreadableMessageCheck;
import dev.bailiwick.db.section.Outcome;
import dev.bailiwick.db.section.RunListener;
import dev.bailiwick.db.section.RunSettings;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.section.SqlError;
import dev.bailiwick.db.session.BackendIdentity;
import dev.bailiwick.db.session.Cancellation;
import dev.bailiwick.db.session.HistoryChangedException;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SimpleQueryChannel;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.history.Resume;
import dev.bailiwick.model.history.SessionState;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Part;
import dev.bailiwick.model.script.Recovery;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a section that stands outside a transaction, statement by statement.
 *
 * <p>A statement that can run in a transaction runs in one of its own, which also records that it is done: there is no
 * doubt about it, whatever is killed when. Before any other, what has to be known to judge it later is written down; a
 * run that goes on where another one stopped asks the catalog what became of it ({@link InterruptedStatementRecovery}).
 *
 * <p>Three sessions: one keeps the domain and holds nothing else ({@link DomainLockSession}); one, fresh and thrown away afterwards,
 * runs the statements; the run's own session writes down the intent, the progress and the end.
 */
public final class OutsideTransaction {
    /** The run's own session is idle for as long as the statements take. */
    private static final String PATIENT =
            "SET idle_session_timeout = 0; SET statement_timeout = 0; SET lock_timeout = 0";

    private static final String PATIENT_NO_MORE =
            "RESET idle_session_timeout; RESET statement_timeout; RESET lock_timeout";

    /** Behind these the history is not there any more, or is another one: undefined_table and invalid_schema_name besides ours. */
    private static final Set<String> DESTROYED =
            Set.of(RunMessages.BOOKKEEPING_GONE, HistoryChangedException.STATE, "42P01", "3F000");

    private static final ServerMessage RUN_AGAIN = new ServerMessage(
            "WARNING",
            "",
            "it dropped the domain's tracking table: it was rolled back, and runs once more with the history put aside",
            null,
            null,
            null);

    private final Connector connector;
    private final Session own;
    private final SectionSettings sectionSettings;
    private final HistoryStatements records;
    private final Cancellation cancellation;

    /** What the row says while a statement runs. */
    private String intent = Resume.NOT_FINISHED;

    /** How many steps are done: statements, and blocks. */
    private int step;

    /** What is known from before the statement that runs; empty for most. */
    private String known = "";

    /** Whether the statement itself had come to its end when its transaction failed, and its deferred triggers as well. */
    private boolean behindStatement;

    /** What the statements that are done have left in the session. */
    private SessionState left = SessionState.FRESH;

    /** What {@link HistoryDigest} said last; empty where it has to be asked anew. */
    private String history = "";

    public OutsideTransaction(Connector connector, Session own, RunSettings settings, Cancellation cancellation) {
        this.connector = connector;
        this.own = own;
        this.sectionSettings = new SectionSettings(own.info(), settings);
        this.records = new HistoryStatements(settings);
        this.cancellation = cancellation;
    }

    /** Runs and records one unit; {@link Outcome.Stopped} where part of it may stand. */
    public Outcome run(SectionRun unit, History.Version expected, RunListener listener) {
        try (DomainLockSession keeper = DomainLockSession.take(connector, unit.domain())) {
            own.run(RunMessages.requireUnmoved(unit, expected));
            try (Session worker = connector.open()) {
                worker.run(sectionSettings.ofSession(unit));
                SessionStateReader look = new SessionStateReader(unit, worker);
                EarlierRunState earlier = new EarlierRunState(unit, own, listener);
                earlier.outlive(keeper, worker, cancellation);
                InterruptedStatementRecovery.Decision decision = earlier.ask(worker, look);
                if (decision.answer() == InterruptedStatementRecovery.Answer.UNDECIDED) {
                    keeper.release();
                    int next = unit.resume().done();
                    return new Outcome.Undecided(
                            unit.parts().get(next).start(), next + 1, decision.why(), decision.stands());
                }
                earlier.tell(decision);
                int from =
                        unit.resume().done() + (decision.answer() == InterruptedStatementRecovery.Answer.DONE ? 1 : 0);
                left = from == 0 ? SessionState.FRESH : behind(unit, from, look);
                BackendIdentity backend = BackendIdentity.of(worker);
                try (SelfBlockWatch wait = new SelfBlockWatch(own, worker, keeper.backend(), backend.pid())) {
                    SqlError unreadable = intend(unit, backend, from);
                    Outcome outcome = unreadable == null
                            ? begun(unit, from, keeper, look, wait, listener)
                            : new Outcome.Failed(unreadable);
                    keeper.release();
                    return outcome;
                }
            }
        } catch (SqlFailure e) {
            return refused(e.sqlException());
        } catch (SQLException e) {
            return switch (e.getSQLState() == null ? "" : e.getSQLState()) {
                case RunMessages.LOCKED -> new Outcome.Locked();
                case RunMessages.MOVED -> new Outcome.Moved();
                default -> refused(e);
            };
        }
    }

    /**
     * Writes the intent down; where that fails, the run goes on with its session as it was.
     *
     * @return the character of the file that the history can't keep, which is recorded; null where it is begun
     */
    private @Nullable SqlError intend(SectionRun unit, BackendIdentity backend, int from) throws SQLException {
        intent = Resume.NOT_FINISHED + ", backend " + backend.pid() + " of " + backend.start();
        own.run(PATIENT);
        try {
            own.run(records.intent(unit, intent + left.line(), from));
            return null;
        } catch (SQLException e) {
            if (!SqlFailure.lost(e)) {
                own.wire().rollback();
                own.run(PATIENT_NO_MORE);
            }
            ServerMessage said = SimpleQueryChannel.said(e);
            int lacked = UnreadableMessageCheck.lacked(unit, e);
            if (said == null || lacked < 0) {
                throw e;
            }
            SqlError error = new SectionAnswers(unit, 0, RunListener.SILENT).at(said, lacked);
            String words = UnreadableMessageCheck.ascii(error.forHistory(unit));
            own.run(
                    from == 0 && unit.direction() == Direction.UP
                            ? records.stopped(unit.withoutSource(), words, "", null)
                            : records.givenUp(unit, words));
            return error;
        }
    }

    /** From here on something may stand: whatever goes wrong, even with our own bookkeeping, says so. */
    private Outcome begun(
            SectionRun unit,
            int from,
            DomainLockSession keeper,
            SessionStateReader look,
            SelfBlockWatch wait,
            RunListener listener) {
        SectionAnswers trace = new SectionAnswers(unit, -first(unit, from), listener);
        step = from;
        try {
            Outcome outcome = work(unit, from, keeper, look, wait, trace);
            own.run(PATIENT_NO_MORE);
            return outcome;
        } catch (SqlFailure e) {
            return broken(e.sqlException());
        } catch (SQLException e) {
            return broken(e);
        }
    }

    /** Index of the first statement of a step: a block has several. */
    private static int first(SectionRun unit, int step) {
        return unit.parts().subList(0, Math.min(step, unit.parts().size())).stream()
                .mapToInt(Part::statements)
                .sum();
    }

    private Outcome broken(SQLException e) {
        ServerMessage said = SimpleQueryChannel.said(e);
        if (!SqlFailure.lost(e)) {
            try {
                own.wire().rollback();
                own.run(PATIENT_NO_MORE);
            } catch (SQLException onRollback) {
                return new Outcome.Lost(SqlFailure.words(onRollback));
            }
        }
        return said == null || SqlFailure.lost(e)
                ? new Outcome.Lost(SqlFailure.words(e))
                : new Outcome.Stopped(new SqlError(said.inOwnStatement(), -1, step + 1), step, left.ended());
    }

    private Outcome work(
            SectionRun unit,
            int from,
            DomainLockSession keeper,
            SessionStateReader look,
            SelfBlockWatch wait,
            SectionAnswers trace)
            throws SQLException {
        Session worker = look.session();
        List<Part> parts = unit.parts();
        for (int i = from; i < parts.size(); i++) {
            step = i;
            if (i > from) {
                look(unit, i, look);
            }
            if (cancellation.requested()) {
                return stopped(unit, trace, i, new SQLException("cancelled between two statements", "57014"), wait);
            }
            if (!keeper.alive()) {
                return stopped(
                        unit, trace, i, new SQLException("the session that keeps the domain was ended", "08006"), wait);
            }
            Part part = parts.get(i);
            Recovery recovery = part.recovery();
            try {
                if (recovery instanceof Recovery.Recorded) {
                    known = "";
                    recorded(unit, part, i + 1, worker, wait, trace);
                    continue;
                }
                String before = InterruptedStatementRecovery.before(worker, recovery);
                known = before;
                if (!before.isEmpty()) {
                    own.run(HistoryStatements.state(unit, intent + before + left.line()));
                }
                remember(unit, recovery);
                step(unit, part, worker, wait, trace);
            } catch (SQLException e) {
                return stopped(unit, trace, i, e, wait);
            }
            Optional<ServerMessage> invalid = PassedOverIndex.behind(recovery, worker);
            if (invalid.isPresent()) {
                return left(unit, new SqlError(invalid.get(), part.start(), i + 1), i);
            }
            Optional<Changed> changed = changed(unit, recovery, i + 1);
            if (changed.isPresent()) {
                SqlError error = new SqlError(changed.get().said(), part.start(), i + 1);
                return new Outcome.Stopped(error, changed.get().recorded() ? i + 1 : i, true, List.of());
            }
        }
        step = parts.size();
        own.wire().send(records.finished(unit), trace);
        return trace.done();
    }

    /**
     * Looks at what the statements that are done have left in the session, and writes it down before another one runs. Where
     * that can't be, the next run goes by their text.
     */
    private void look(SectionRun unit, int done, SessionStateReader look) throws SQLException {
        SessionState now;
        try {
            now = behind(unit, done, look);
        } catch (SqlFailure e) {
            // Such as for its own statement_timeout; where the session is gone, the next statement tells.
            return;
        }
        boolean told = now.entries().equals(left.entries())
                && unit.parts().get(done - 1).mayLeave().isEmpty();
        left = now;
        if (!told) {
            own.run(HistoryStatements.state(unit, intent + left.line()));
        }
    }

    /** Of statements that leave nothing, nothing has to be kept. */
    private static SessionState behind(SectionRun unit, int done, SessionStateReader look) {
        SessionState now = look.behind(done);
        boolean plain = unit.parts().subList(0, done).stream()
                .allMatch(part -> part.mayLeave().isEmpty());
        return plain && now.entries().isEmpty() ? SessionState.FRESH : now;
    }

    /** Asks what the history is, where a statement follows that might change it. */
    private void remember(SectionRun unit, Recovery recovery) {
        if (history.isEmpty() && (recovery instanceof Recovery.Recorded || recovery instanceof Recovery.Unknown)) {
            history = own.query(
                            "SELECT " + HistoryDigest.expression(unit.domain(), unit.filename()),
                            row -> row.getString(1))
                    .get(0);
        }
    }

    /**
     * The history is not what it should be behind a statement that is done.
     *
     * @param recorded whether the history says that it is done
     */
    private record Changed(ServerMessage said, boolean recorded) {
        Changed(String message, @Nullable String detail, boolean recorded) {
            this(new ServerMessage("ERROR", HistoryChangedException.STATE, message, detail, null, null), recorded);
        }
    }

    /** Such as for a lock that somebody has held too long: the history is as it was. */
    private static ServerMessage notRecorded(ServerMessage said) {
        return new ServerMessage(
                said.severity(),
                said.sqlState(),
                "it could not be recorded that it is done: " + said.message(),
                said.detail(),
                said.hint(),
                said.context(),
                said.constraint());
    }

    /**
     * Writes down that a statement is done that can't be in a transaction.
     *
     * @return what is wrong with the history now; empty where nothing is
     */
    private Optional<Changed> changed(SectionRun unit, Recovery recovery, int number) throws SQLException {
        String was = history;
        history = "";
        if (!(recovery instanceof Recovery.Unknown)) {
            own.run(HistoryStatements.reached(unit, number));
            return Optional.empty();
        }
        String domain = unit.domain().name();
        try {
            own.run(TransactionalStatement.BEGIN + TransactionalStatement.end(unit, number, "", false));
            remember(unit, recovery);
        } catch (SQLException e) {
            ServerMessage said = SimpleQueryChannel.said(e);
            if (said == null || SqlFailure.lost(e)) {
                throw e;
            }
            own.wire().rollback();
            return Optional.of(
                    DESTROYED.contains(said.sqlState())
                                    || (said.sqlState().equals(HistoryChangedException.NOT_RECORDED) && rowGone(unit))
                            ? new Changed("it has destroyed the history of domain " + domain, said.message(), false)
                            : new Changed(notRecorded(said.inOwnStatement()), false));
        }
        return was.equals(history)
                ? Optional.empty()
                : Optional.of(new Changed(
                        "the history of domain " + domain + " was changed while it ran, by itself or by somebody else",
                        null,
                        true));
    }

    /** Whether the row is gone that was written before the section began. */
    private boolean rowGone(SectionRun unit) {
        return own.query(
                        "SELECT FROM " + TrackingTables.table(unit.domain()) + " WHERE filename = "
                                + Quote.literal(unit.filename()),
                        row -> true)
                .isEmpty();
    }

    /** Runs a statement in a transaction that also records that it is done. */
    private void recorded(
            SectionRun unit, Part part, int number, Session worker, SelfBlockWatch wait, SectionAnswers trace)
            throws SQLException {
        remember(unit, part.recovery());
        boolean aside = SectionRunner.mayDropBookkeeping(part.text());
        try {
            recordedOnce(unit, part, number, aside, worker, wait, trace);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.equals(RunMessages.BOOKKEEPING_GONE) && !aside) {
                trace.notice(RUN_AGAIN);
                aside = true;
            } else if (!state.equals(HistoryChangedException.STATE) || !changedByOthers(unit, part)) {
                throw e;
            }
            trace.backTo(first(unit, number - 1));
            recordedOnce(unit, part, number, aside, worker, wait, trace);
        }
        if (aside) {
            history = "";
        }
    }

    /** A person may write into the history while a section runs. */
    private boolean changedByOthers(SectionRun unit, Part part) {
        String was = history;
        history = "";
        remember(unit, part.recovery());
        return !was.equals(history);
    }

    private void recordedOnce(
            SectionRun unit,
            Part part,
            int number,
            boolean aside,
            Session worker,
            SelfBlockWatch wait,
            SectionAnswers trace)
            throws SQLException {
        String opening = part instanceof Part.Block block ? block.opening() + "\n;\n" : TransactionalStatement.BEGIN;
        String begin = opening + (aside ? SavedHistory.save(unit.domain()) : "");
        String end = TransactionalStatement.end(unit, number, history, aside);
        int before = 1 + (aside ? SavedHistory.SAVE_STATEMENTS : 0);
        StatementAnswers among = new StatementAnswers(trace, before, part.statements());
        behindStatement = false;
        runs(worker, wait);
        try {
            among.send(unit, part, begin, end, worker);
        } catch (SQLException e) {
            if (!SqlFailure.lost(e)) {
                behindStatement = among.behindDeferred();
                worker.wire().rollback();
                if (among.behind()) {
                    // What failed behind the statement has undone it.
                    trace.backTo(first(unit, number - 1) + Math.max(0, part.statements() - 1));
                }
            }
            throw e;
        } finally {
            ran(wait);
        }
    }

    private void step(SectionRun unit, Part part, Session worker, SelfBlockWatch wait, SectionAnswers trace)
            throws SQLException {
        behindStatement = false;
        trace.sending(0, part);
        runs(worker, wait);
        try {
            if (part instanceof Part.Block block) {
                leavingNothing(unit, block, worker, trace);
            } else {
                worker.wire().send(part.text(), trace);
            }
        } finally {
            ran(wait);
        }
    }

    /** A block that is read only, or rolled back. */
    private static void leavingNothing(SectionRun unit, Part.Block block, Session worker, SectionAnswers trace)
            throws SQLException {
        StatementAnswers among = new StatementAnswers(trace, 1, block.statements());
        try {
            among.send(unit, block, block.opening() + "\n;\n", block.closing(), worker);
        } catch (SQLException e) {
            if (!SqlFailure.lost(e)) {
                worker.wire().rollback();
            }
            throw e;
        }
    }

    private void runs(Session worker, SelfBlockWatch wait) {
        cancellation.running(worker);
        wait.begins();
    }

    private void ran(SelfBlockWatch wait) {
        wait.ends();
        cancellation.running(null);
    }

    private Outcome stopped(SectionRun unit, SectionAnswers trace, int done, SQLException e, SelfBlockWatch wait)
            throws SQLException {
        ServerMessage said = SimpleQueryChannel.said(e);
        boolean clean = done == 0
                && said != null
                && !SqlFailure.lost(e)
                && !unit.parts().get(0).recovery().leavesTraces();
        SqlError error = trace.error(
                e,
                said != null
                        ? wait.said(behindStatement ? said.inOwnStatement() : said)
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
                            ? records.stopped(unit, error.forHistory(unit), "", null)
                            : records.stillThere(unit, error.forHistory(unit)));
            return new Outcome.Failed(error);
        }
        if (SqlFailure.lost(e)) {
            // Its last transaction may have been committed, with how far it is: that is not touched here.
            own.run(records.lostWorker(unit, intent + known + "\n" + error.forHistory(unit), left.line()));
            return new Outcome.Lost(SqlFailure.words(e));
        }
        return left(unit, error, done);
    }

    /** What the next run has to know of a statement that failed: what was there before it began. */
    private String forNext(Part part) {
        return known.isEmpty() || part.recovery() instanceof Recovery.Recorded ? "" : "\n" + known;
    }

    private Outcome left(SectionRun unit, SqlError error, int done) throws SQLException {
        own.run(records.stopped(
                unit, error.forHistory(unit), forNext(unit.parts().get(done)) + left.line(), done));
        return new Outcome.Stopped(error, done, left.ended());
    }

    private static Outcome refused(SQLException e) {
        ServerMessage said = SimpleQueryChannel.said(e);
        return said == null || SqlFailure.lost(e)
                ? new Outcome.Lost(SqlFailure.words(e))
                : new Outcome.Failed(new SqlError(said.inOwnStatement(), -1, 0));
    }
}
