package dev.bailiwick.db.outside;

import dev.bailiwick.db.run.SectionAnswers;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.section.SqlError;
import dev.bailiwick.db.session.Cancellation;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SimpleQueryChannel;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.script.Part;
import java.sql.SQLException;

/** The session in which the statements of a section outside a transaction run, one after another. It can be cancelled. */
final class StatementSession {
    private final SectionRun unit;
    private final Session worker;
    private final SelfBlockWatch wait;
    private final SectionAnswers trace;
    private final Cancellation cancellation;

    /** Whether the statement itself had come to its end when its transaction failed, and its deferred triggers as well. */
    private boolean afterStatement;

    /** @param trace hears the answers */
    StatementSession(
            SectionRun unit, Session worker, SelfBlockWatch wait, SectionAnswers trace, Cancellation cancellation) {
        this.unit = unit;
        this.worker = worker;
        this.wait = wait;
        this.trace = trace;
        this.cancellation = cancellation;
    }

    /** Index of the first statement of a step: a block has several. */
    static int first(SectionRun unit, int step) {
        return unit.parts().subList(0, Math.min(step, unit.parts().size())).stream()
                .mapToInt(Part::statements)
                .sum();
    }

    /** Runs a statement that can't be in a transaction, or a block that is read only or rolled back. */
    void run(Part part) throws SQLException {
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

    /**
     * Runs a statement in a transaction.
     *
     * @param number of the step, from 1
     * @param before how many statements of ours come before it
     */
    void run(Part part, int number, String begin, int before, String end) throws SQLException {
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

    private void begins() {
        afterStatement = false;
        cancellation.running(worker);
        wait.begins();
    }

    private void ends() {
        wait.ends();
        cancellation.running(null);
    }

    /** Whether the run was cancelled. */
    boolean cancelled() {
        return cancellation.requested();
    }

    /** Whether the server refused a statement; else the session is gone, or the statement was not sent. */
    static boolean refused(SQLException e) {
        return SimpleQueryChannel.said(e) != null && !SqlFailure.lost(e);
    }

    /** What is said of a statement that failed. */
    SqlError error(SQLException e) {
        ServerMessage said = SimpleQueryChannel.said(e);
        return trace.error(
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
    }
}
