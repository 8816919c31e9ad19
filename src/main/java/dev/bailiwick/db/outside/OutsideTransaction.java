package dev.bailiwick.db.outside;

import dev.bailiwick.db.login.Connector;
import dev.bailiwick.db.recovery.DomainLockSession;
import dev.bailiwick.db.recovery.EarlierRunState;
import dev.bailiwick.db.recovery.InterruptedStatementRecovery;
import dev.bailiwick.db.recovery.SessionStateReader;
import dev.bailiwick.db.run.HistoryStatements;
import dev.bailiwick.db.run.RunMessages;
import dev.bailiwick.db.run.SectionAnswers;
import dev.bailiwick.db.run.SectionSettings;
import dev.bailiwick.db.section.RunListener;
import dev.bailiwick.db.section.RunSettings;
import dev.bailiwick.db.section.SectionResult;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.section.SqlError;
import dev.bailiwick.db.session.BackendIdentity;
import dev.bailiwick.db.session.Cancellation;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SimpleQueryChannel;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.history.SessionState;
import java.sql.SQLException;

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
    private final Connector connector;
    private final Session own;
    private final SectionSettings sectionSettings;
    private final HistoryStatements records;
    private final Cancellation cancellation;

    public OutsideTransaction(Connector connector, Session own, RunSettings settings, Cancellation cancellation) {
        this.connector = connector;
        this.own = own;
        this.sectionSettings = new SectionSettings(own.info(), settings);
        this.records = new HistoryStatements(settings);
        this.cancellation = cancellation;
    }

    /** Runs and records one unit; {@link SectionResult.Stopped} where part of it may stand. */
    public SectionResult run(SectionRun unit, History.Version expected, RunListener listener) {
        try (DomainLockSession lockSession = DomainLockSession.take(connector, unit.domain())) {
            own.run(RunMessages.requireCurrent(unit, expected));
            try (Session worker = connector.open()) {
                worker.run(sectionSettings.ofSession(unit));
                SessionStateReader look = new SessionStateReader(unit, worker);
                EarlierRunState earlier = new EarlierRunState(unit, own, listener);
                earlier.outlive(lockSession, worker, cancellation);
                InterruptedStatementRecovery.Decision decision = earlier.ask(worker, look);
                if (decision.answer() == InterruptedStatementRecovery.Answer.UNDECIDED) {
                    lockSession.release();
                    int next = unit.resume().done();
                    return new SectionResult.Undecided(
                            unit.parts().get(next).start(), next + 1, decision.why(), decision.stands());
                }
                earlier.report(decision);
                int from =
                        unit.resume().done() + (decision.answer() == InterruptedStatementRecovery.Answer.DONE ? 1 : 0);
                SessionState left = from == 0 ? SessionState.FRESH : SectionProgress.after(unit, from, look);
                SectionProgress progress = new SectionProgress(own, records, unit, left);
                BackendIdentity backend = BackendIdentity.of(worker);
                try (SelfBlockWatch wait = new SelfBlockWatch(own, worker, lockSession.backend(), backend.pid())) {
                    SqlError unreadable = progress.begin(backend.pid() + " of " + backend.start(), from);
                    SectionResult outcome = unreadable == null
                            ? begun(progress, lockSession, look, wait, listener)
                            : new SectionResult.Failed(unreadable);
                    lockSession.release();
                    return outcome;
                }
            }
        } catch (SqlFailure e) {
            return refused(e.sqlException());
        } catch (SQLException e) {
            return switch (e.getSQLState() == null ? "" : e.getSQLState()) {
                case RunMessages.LOCKED -> new SectionResult.Locked();
                case RunMessages.STALE -> new SectionResult.StaleHistory();
                default -> refused(e);
            };
        }
    }

    /** From here on something may stand: whatever goes wrong, even with our own bookkeeping, says so. */
    private SectionResult begun(
            SectionProgress progress,
            DomainLockSession lockSession,
            SessionStateReader look,
            SelfBlockWatch wait,
            RunListener listener) {
        SectionRun unit = progress.unit();
        StatementHistoryCheck history = new StatementHistoryCheck(own, unit);
        SectionAnswers trace = new SectionAnswers(unit, -StatementSession.first(unit, progress.step()), listener);
        StatementSession session = new StatementSession(unit, look.session(), wait, trace, cancellation);
        try {
            SectionResult outcome = new StatementRunner(look, session, progress, history, trace).run(lockSession);
            progress.end();
            return outcome;
        } catch (SqlFailure e) {
            return broken(progress, e.sqlException());
        } catch (SQLException e) {
            return broken(progress, e);
        }
    }

    /** What goes wrong with the own session, while another one runs the statements. */
    private static SectionResult broken(SectionProgress progress, SQLException e) {
        ServerMessage said = SimpleQueryChannel.said(e);
        if (!SqlFailure.lost(e)) {
            try {
                progress.rollBack();
            } catch (SQLException onRollback) {
                return new SectionResult.Lost(SqlFailure.words(onRollback));
            }
        }
        return said == null || SqlFailure.lost(e)
                ? new SectionResult.Lost(SqlFailure.words(e))
                : new SectionResult.Stopped(
                        new SqlError(said.inOwnStatement(), -1, progress.step() + 1),
                        progress.step(),
                        progress.ended());
    }

    private static SectionResult refused(SQLException e) {
        ServerMessage said = SimpleQueryChannel.said(e);
        return said == null || SqlFailure.lost(e)
                ? new SectionResult.Lost(SqlFailure.words(e))
                : new SectionResult.Failed(new SqlError(said.inOwnStatement(), -1, 0));
    }
}
