package dev.bailiwick.db.outside;

import dev.bailiwick.db.run.SavedHistory;
import dev.bailiwick.db.run.SectionAnswers;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.HistoryChangedException;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.script.Part;
import java.sql.SQLException;

/** Runs a statement in a transaction that also records that it is done. */
final class RecordedStatement {
    private static final ServerMessage RUN_AGAIN = new ServerMessage(
            "WARNING",
            "",
            "it dropped the domain's tracking table: it was rolled back, and runs once more with the history put aside",
            null,
            null,
            null);

    private final SectionRun unit;
    private final StatementSession session;
    private final StatementHistoryCheck history;
    private final SectionAnswers trace;

    RecordedStatement(SectionRun unit, StatementSession session, StatementHistoryCheck history, SectionAnswers trace) {
        this.unit = unit;
        this.session = session;
        this.history = history;
        this.trace = trace;
    }

    /** @param number of the step, from 1 */
    void run(Part part, int number) throws SQLException {
        history.before(part.recovery());
        boolean saved = SavedHistory.mayBeNeeded(part.text());
        try {
            runOnce(part, number, saved);
        } catch (SQLException e) {
            String sqlState = String.valueOf(e.getSQLState());
            if (sqlState.equals(SavedHistory.GONE) && !saved) {
                trace.notice(RUN_AGAIN);
                saved = true;
            } else if (!sqlState.equals(HistoryChangedException.STATE) || !history.changedByOthers(part.recovery())) {
                throw e;
            }
            trace.backTo(StatementSession.first(unit, number - 1));
            runOnce(part, number, saved);
        }
        if (saved) {
            history.forget();
        }
    }

    /** @param saved whether the history is saved before the statement, which may drop it, and is brought back after it */
    private void runOnce(Part part, int number, boolean saved) throws SQLException {
        String opening = part instanceof Part.Block block ? block.opening() + "\n;\n" : TransactionalStatement.BEGIN;
        String begin = opening + (saved ? SavedHistory.save(unit.domain()) : "");
        int before = 1 + (saved ? SavedHistory.SAVE_STATEMENTS : 0);
        session.run(part, number, begin, before, TransactionalStatement.end(unit, number, history.digest(), saved));
    }
}
