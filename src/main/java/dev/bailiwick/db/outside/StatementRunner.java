package dev.bailiwick.db.outside;

import dev.bailiwick.db.recovery.DomainLockSession;
import dev.bailiwick.db.recovery.InterruptedStatementRecovery;
import dev.bailiwick.db.recovery.PassedOverIndex;
import dev.bailiwick.db.recovery.SessionStateReader;
import dev.bailiwick.db.run.SectionAnswers;
import dev.bailiwick.db.section.SectionResult;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.section.SqlError;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.script.Part;
import dev.bailiwick.model.script.Recovery;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Runs the statements of a section outside a transaction, one after another, and writes down how far it is. */
final class StatementRunner {
    private final SectionRun unit;
    private final SessionStateReader state;
    private final StatementSession session;
    private final SectionProgress progress;
    private final StatementHistoryCheck history;
    private final RecordedStatement recorded;
    private final SectionAnswers trace;

    /**
     * For one section.
     *
     * @param state of the session that runs them
     * @param progress what is written down of them
     * @param trace hears the answers
     */
    StatementRunner(
            SessionStateReader state,
            StatementSession session,
            SectionProgress progress,
            StatementHistoryCheck history,
            SectionAnswers trace) {
        this.unit = progress.unit();
        this.state = state;
        this.session = session;
        this.progress = progress;
        this.history = history;
        this.recorded = new RecordedStatement(unit, session, history, trace);
        this.trace = trace;
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
            if (session.cancelled()) {
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
                    recorded.run(part, i + 1);
                    continue;
                }
                progress.before(InterruptedStatementRecovery.before(state.session(), recovery));
                history.before(recovery);
                session.run(part);
            } catch (SQLException e) {
                return stopped(i, e);
            }
            Optional<ServerMessage> invalid = PassedOverIndex.after(recovery, state.session());
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

    private SectionResult stopped(int done, SQLException e) throws SQLException {
        SqlError error = session.error(e);
        if (done == 0
                && StatementSession.refused(e)
                && !unit.parts().get(0).recovery().leavesTraces()) {
            return progress.failed(error);
        }
        return SqlFailure.lost(e) ? progress.lost(error, e) : progress.stopped(error, done);
    }
}
