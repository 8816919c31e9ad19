package dev.bailiwick.db.outside;

import dev.bailiwick.db.recovery.SessionStateReader;
import dev.bailiwick.db.run.HistoryStatements;
import dev.bailiwick.db.run.SectionAnswers;
import dev.bailiwick.db.section.SectionResult;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.section.SqlError;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.history.Resume;
import dev.bailiwick.model.history.SessionState;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Part;
import dev.bailiwick.model.script.Recovery;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the tracking row says of a section outside a transaction while its statements run: that it is begun, how far it is, and
 * what the next run has to know to go on. The run's own session writes it.
 */
final class SectionProgress {
    /** The run's own session is idle for as long as the statements take. */
    private static final String NO_TIMEOUTS =
            "SET idle_session_timeout = 0; SET statement_timeout = 0; SET lock_timeout = 0";

    private static final String USUAL_TIMEOUTS =
            "RESET idle_session_timeout; RESET statement_timeout; RESET lock_timeout";

    private final Session own;
    private final HistoryStatements records;
    private final SectionRun unit;

    /** What the row says while a statement runs. */
    private String intent = Resume.NOT_FINISHED;

    /** How many steps are done: statements, and blocks. */
    private int step;

    /** What is known from before the statement that runs; empty for most. */
    private String known = "";

    /** What the statements that are done have left in the session. */
    private SessionState left;

    SectionProgress(Session own, HistoryStatements records, SectionRun unit, SessionState left) {
        this.own = own;
        this.records = records;
        this.unit = unit;
        this.left = left;
    }

    /**
     * Writes the intent down; where that fails, the run goes on with its session as it was.
     *
     * @param backend that runs the statements, as the row names it
     * @param from how many steps are done
     * @return the character of the file that the history can't keep, which is recorded; null where it is begun
     */
    @Nullable
    SqlError begin(String backend, int from) throws SQLException {
        intent = Resume.NOT_FINISHED + ", backend " + backend;
        step = from;
        own.run(NO_TIMEOUTS);
        try {
            own.run(records.intent(unit, intent + left.line(), from));
            return null;
        } catch (SQLException e) {
            if (!SqlFailure.lost(e)) {
                rollBack();
            }
            return UnreadableSection.recorded(own, records, unit, from, e);
        }
    }

    /** So many steps are done, and the next one is at work. */
    void at(int done) {
        step = done;
    }

    SectionRun unit() {
        return unit;
    }

    int step() {
        return step;
    }

    /** What the statements that are done have left in their session, which ends with it. */
    List<String> ended() {
        return left.ended();
    }

    /** Keeps what has to be known to judge a statement later, before it runs. */
    void before(String known) throws SQLException {
        this.known = known;
        if (!known.isEmpty()) {
            own.run(HistoryStatements.state(unit, intent + known + left.line()));
        }
    }

    /**
     * Looks at what the statements that are done have left in the session, and writes it down before another one runs. Where
     * that can't be, the next run goes by their text.
     */
    void sessionState(SessionStateReader reader) throws SQLException {
        SessionState now;
        try {
            now = after(unit, step, reader);
        } catch (SqlFailure e) {
            // Such as for its own statement_timeout; where the session is gone, the next statement meets it.
            return;
        }
        boolean written = now.entries().equals(left.entries())
                && unit.parts().get(step - 1).mayLeave().isEmpty();
        left = now;
        if (!written) {
            own.run(HistoryStatements.state(unit, intent + left.line()));
        }
    }

    /** What so many statements have left in the session. Of those that leave nothing, nothing has to be kept. */
    static SessionState after(SectionRun unit, int done, SessionStateReader reader) {
        SessionState now = reader.after(done);
        boolean plain = unit.parts().subList(0, done).stream()
                .allMatch(part -> part.mayLeave().isEmpty());
        return plain && now.entries().isEmpty() ? SessionState.FRESH : now;
    }

    /** A statement is done that can't be in a transaction. */
    void reached(int number) throws SQLException {
        own.run(HistoryStatements.reached(unit, number));
    }

    /** Its first statement failed, and has left nothing. */
    SectionResult failed(SqlError error) throws SQLException {
        own.run(
                unit.direction() == Direction.UP
                        ? records.stopped(unit, error.forHistory(unit), "", null)
                        : records.stillThere(unit, error.forHistory(unit)));
        return new SectionResult.Failed(error);
    }

    /** The session that ran the statements is gone. */
    SectionResult lost(SqlError error, SQLException e) throws SQLException {
        // Its last transaction may have been committed, with how far it is: that is not changed here.
        own.run(records.lostWorker(unit, intent + known + "\n" + error.forHistory(unit), left.line()));
        return new SectionResult.Lost(SqlFailure.words(e));
    }

    /** A statement failed; what was done before it stands. */
    SectionResult stopped(SqlError error, int done) throws SQLException {
        own.run(records.stopped(
                unit, error.forHistory(unit), forNext(unit.parts().get(done)) + left.line(), done));
        return new SectionResult.Stopped(error, done, left.ended());
    }

    /** What the next run has to know of a statement that failed: what was there before it began. */
    private String forNext(Part part) {
        return known.isEmpty() || part.recovery() instanceof Recovery.Recorded ? "" : "\n" + known;
    }

    /** All statements are done. */
    SectionResult finished(SectionAnswers trace) throws SQLException {
        step = unit.parts().size();
        own.wire().send(records.finished(unit), trace);
        return trace.done();
    }

    /** The own session is done with it. */
    void end() throws SQLException {
        own.run(USUAL_TIMEOUTS);
    }

    /** An error of the own session: it is rolled back, and done with it. */
    void rollBack() throws SQLException {
        own.wire().rollback();
        end();
    }
}
