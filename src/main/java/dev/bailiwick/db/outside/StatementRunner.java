package dev.bailiwick.db.outside;

import dev.bailiwick.db.recovery.DomainLockSession;
import dev.bailiwick.db.recovery.InterruptedStatementRecovery;
import dev.bailiwick.db.recovery.PassedOverIndex;
import dev.bailiwick.db.recovery.SessionStateReader;
import dev.bailiwick.db.run.RunMessages;
import dev.bailiwick.db.run.SectionAnswers;
import dev.bailiwick.db.run.SectionRunner;
import dev.bailiwick.db.section.SectionResult;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.section.SqlError;
import dev.bailiwick.db.session.Cancellation;
import dev.bailiwick.db.session.HistoryChangedException;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SimpleQueryChannel;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.script.Part;
import dev.bailiwick.model.script.Recovery;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Runs the statements of a section outside a transaction, one after another, in a session of their own. */
final class StatementRunner {
    private static final ServerMessage RUN_AGAIN = new ServerMessage(
            "WARNING",
            "",
            "it dropped the domain's tracking table: it was rolled back, and runs once more with the history put aside",
            null,
            null,
            null);

    private final SectionRun unit;
    private final Session worker;
    private final SessionStateReader state;
    private final SelfBlockWatch wait;
    private final SectionProgress progress;
    private final StatementHistoryCheck history;
    private final SectionAnswers trace;
    private final Cancellation cancellation;

    /** Whether the statement itself had come to its end when its transaction failed, and its deferred triggers as well. */
    private boolean afterStatement;

    /**
     * For one section.
     *
     * @param state of the session that runs them
     * @param progress what is written down of them
     * @param trace hears the answers
     */
    StatementRunner(
            SessionStateReader state,
            SelfBlockWatch wait,
            SectionProgress progress,
            StatementHistoryCheck history,
            SectionAnswers trace,
            Cancellation cancellation) {
        this.unit = progress.unit();
        this.worker = state.session();
        this.state = state;
        this.wait = wait;
        this.progress = progress;
        this.history = history;
        this.trace = trace;
        this.cancellation = cancellation;
    }

    /** Index of the first statement of a step: a block has several. */
    static int first(SectionRun unit, int step) {
        return unit.parts().subList(0, Math.min(step, unit.parts().size())).stream()
                .mapToInt(Part::statements)
                .sum();
    }

    /** Runs all that are not done yet. */
    SectionResult run(DomainLockSession lockSession) throws SQLException {
        List<Part> parts = unit.parts();
        int from = progress.step();
        for (int i = from; i < parts.size(); i++) {
            progress.at(i);
            if (i > from) {
                progress.sessionState(state);
            }
            if (cancellation.requested()) {
                return stopped(i, new SQLException("cancelled between two statements", "57014"));
            }
            if (!lockSession.alive()) {
                return stopped(i, new SQLException("the session that keeps the domain was ended", "08006"));
            }
            Part part = parts.get(i);
            Recovery recovery = part.recovery();
            try {
                if (recovery instanceof Recovery.Recorded) {
                    progress.before("");
                    recorded(part, i + 1);
                    continue;
                }
                progress.before(InterruptedStatementRecovery.before(worker, recovery));
                history.before(recovery);
                step(part);
            } catch (SQLException e) {
                return stopped(i, e);
            }
            Optional<ServerMessage> invalid = PassedOverIndex.after(recovery, worker);
            if (invalid.isPresent()) {
                return progress.stopped(new SqlError(invalid.get(), part.start(), i + 1), i);
            }
            if (!(recovery instanceof Recovery.Unknown)) {
                history.forget();
                progress.reached(i + 1);
                continue;
            }
            Optional<StatementHistoryCheck.Changed> changed = history.record(recovery, i + 1);
            if (changed.isPresent()) {
                SqlError error = new SqlError(changed.get().said(), part.start(), i + 1);
                return new SectionResult.Stopped(error, changed.get().recorded() ? i + 1 : i, true, List.of());
            }
        }
        return progress.finished(trace);
    }

    /** Runs a statement in a transaction that also records that it is done. */
    private void recorded(Part part, int number) throws SQLException {
        history.before(part.recovery());
        boolean saved = SectionRunner.mayDropBookkeeping(part.text());
        try {
            recordedOnce(part, number, saved);
        } catch (SQLException e) {
            String sqlState = String.valueOf(e.getSQLState());
            if (sqlState.equals(RunMessages.BOOKKEEPING_GONE) && !saved) {
                trace.notice(RUN_AGAIN);
                saved = true;
            } else if (!sqlState.equals(HistoryChangedException.STATE) || !history.changedByOthers(part.recovery())) {
                throw e;
            }
            trace.backTo(first(unit, number - 1));
            recordedOnce(part, number, saved);
        }
        if (saved) {
            history.forget();
        }
    }

    /** @param saved whether the history is saved before the statement, which may drop it, and is brought back after it */
    private void recordedOnce(Part part, int number, boolean saved) throws SQLException {
        String opening = part instanceof Part.Block block ? block.opening() + "\n;\n" : TransactionalStatement.BEGIN;
        String begin = opening + (saved ? RunMessages.setAside(unit.domain()) : "");
        String end = TransactionalStatement.end(unit, number, history.digest(), saved);
        int before = 1 + (saved ? RunMessages.STATEMENTS_ASIDE : 0);
        StatementAnswers among = new StatementAnswers(trace, before, part.statements());
        begins();
        try {
            among.send(unit, part, begin, end, worker);
        } catch (SQLException e) {
            if (!SqlFailure.lost(e)) {
                afterStatement = among.afterDeferred();
                worker.wire().rollback();
                if (among.after()) {
                    // What failed after the statement has undone it.
                    trace.backTo(first(unit, number - 1) + Math.max(0, part.statements() - 1));
                }
            }
            throw e;
        } finally {
            ends();
        }
    }

    /** Runs a statement that can't be in a transaction. */
    private void step(Part part) throws SQLException {
        trace.sending(0, part);
        begins();
        try {
            if (part instanceof Part.Block block) {
                leavingNothing(block);
            } else {
                worker.wire().send(part.text(), trace);
            }
        } finally {
            ends();
        }
    }

    /** A block that is read only, or rolled back. */
    private void leavingNothing(Part.Block block) throws SQLException {
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

    private void begins() {
        afterStatement = false;
        cancellation.running(worker);
        wait.begins();
    }

    private void ends() {
        wait.ends();
        cancellation.running(null);
    }

    private SectionResult stopped(int done, SQLException e) throws SQLException {
        ServerMessage said = SimpleQueryChannel.said(e);
        boolean clean = done == 0
                && said != null
                && !SqlFailure.lost(e)
                && !unit.parts().get(0).recovery().leavesTraces();
        SqlError error = trace.error(
                e,
                said != null
                        ? wait.said(afterStatement ? said.inOwnStatement() : said)
                        : new ServerMessage(
                                "ERROR",
                                String.valueOf(e.getSQLState()),
                                String.valueOf(e.getMessage()),
                                null,
                                null,
                                null));
        if (clean) {
            return progress.failed(error);
        }
        return SqlFailure.lost(e) ? progress.lost(error, e) : progress.stopped(error, done);
    }
}
