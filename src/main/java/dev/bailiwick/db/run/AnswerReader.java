package dev.bailiwick.db.run;

import dev.bailiwick.db.guard.GuardSql;
import dev.bailiwick.db.integrity.HistoryWatch;
import dev.bailiwick.db.section.SectionResult;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.section.SqlError;
import dev.bailiwick.db.session.HistoryChangedException;
import dev.bailiwick.db.session.PreparedQueries;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SimpleQueryChannel;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.failure.ServerMessage;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the server answered: what an error means for the section that was running. */
final class AnswerReader {
    /** What a rule on the tracking table makes of the query that records: nothing else of ours can say it. */
    private static final String FEATURE_NOT_SUPPORTED = "0A000";

    private final Session session;

    AnswerReader(Session session) {
        this.session = session;
    }

    /** Rolls the transaction back after an error; {@link SectionResult.Lost} where the session does not go on, else null. */
    @Nullable
    SectionResult rolledBack(SQLException e) {
        try {
            session.wire().rollback();
            // FATAL comes with many SQLSTATEs: an idle or transaction limit, an administrator.
            return session.alive() ? null : new SectionResult.Lost(SqlFailure.words(e));
        } catch (SQLException onRollback) {
            return new SectionResult.Lost(SqlFailure.words(onRollback));
        }
    }

    /**
     * What an error means for the section that was running. The transaction is rolled back.
     *
     * @param watch of the history through that transaction; null where it was not watched
     */
    SectionResult outcome(
            SectionRun unit,
            SQLException e,
            SectionAnswers trace,
            SectionRunner.Look look,
            @Nullable HistoryWatch watch) {
        boolean unread = SimpleQueryChannel.UNREAD.equals(e.getSQLState());
        ServerMessage said = SimpleQueryChannel.said(e);
        boolean ours = e instanceof HistoryChangedException || HistoryWatch.SEQUENCE_BEHIND.equals(e.getSQLState());
        if ((said == null && !unread && !ours) || SqlFailure.lost(e)) {
            return new SectionResult.Lost(SqlFailure.words(e));
        }
        SectionResult lost = rolledBack(e);
        if (lost != null) {
            return lost;
        }
        if (e instanceof HistoryChangedException changed) {
            return changed(unit, changed, watch);
        }
        if (ours) {
            return new SectionResult.SequenceBehind(String.valueOf(e.getMessage()));
        }
        if (said == null) {
            return trace.unread(String.valueOf(e.getMessage()));
        }
        if (trace.behindDeferred() && HistoryWatch.sequenceBehind(e, unit.domain())) {
            return new SectionResult.SequenceBehind(said.message());
        }
        if (said.sqlState().equals("23505") && trace.behindDeferred() && HistoryWatch.onHistory(e, unit.domain())) {
            // A person has recorded this file while it ran.
            return new SectionResult.StaleHistory();
        }
        if (said.sqlState().equals(FEATURE_NOT_SUPPORTED) && trace.behindDeferred()) {
            return new SectionResult.Failed(trace.error(e, HistoryStatements.ruled(unit, said)));
        }
        return switch (said.sqlState()) {
            case RunMessages.LOCKED -> new SectionResult.Locked();
            case RunMessages.STALE -> new SectionResult.StaleHistory();
            case GuardSql.VIOLATION ->
                GuardSql.tellsViolations(said)
                        ? new SectionResult.GuardViolations(GuardSql.violations(said))
                        : failed(unit, e, said, trace, look);
            case HistoryWatch.LOOK_CLOSELY -> new SectionResult.Unwatched();
            case SavedHistory.GONE ->
                look == SectionRunner.Look.WATCHED ? failed(unit, e, said, trace, look) : new SectionResult.Unwatched();
            default -> failed(unit, e, said, trace, look);
        };
    }

    /** What was changed, and by what: a statement, or what stands on the tables and runs when they are written. */
    private SectionResult changed(SectionRun unit, HistoryChangedException changed, @Nullable HistoryWatch watch) {
        int blamed = watch == null ? -1 : watch.blamed();
        try {
            List<String> stands = watch == null ? List.of() : watch.standing(changed.changes());
            List<String> by = blamed < 0 && stands.isEmpty() && changed.others().isEmpty()
                    ? HistoryWatch.watchers(session, unit.domain())
                    : List.of();
            return new SectionResult.HistoryChanged(changed.changes(), changed.others(), by, blamed, stands);
        } catch (SQLException e) {
            return new SectionResult.Lost(SqlFailure.words(e));
        }
    }

    /** What the server said of a statement, or of the message as a whole. */
    private SectionResult failed(
            SectionRun unit, SQLException e, ServerMessage said, SectionAnswers trace, SectionRunner.Look look) {
        SqlError error = trace.error(e, said);
        if (look == SectionRunner.Look.SHORT && deallocated(unit, error)) {
            return new SectionResult.Unprepared();
        }
        if (error.offset() < 0 && trace.unanswered() && UnreadableMessageCheck.may(e)) {
            try {
                int refused = UnreadableMessageCheck.refused(unit, session, e);
                return new SectionResult.Failed(refused < 0 ? error : trace.at(said, refused));
            } catch (SQLException lost) {
                return new SectionResult.Lost(SqlFailure.words(lost));
            }
        }
        return new SectionResult.Failed(error);
    }

    /** Whether the section, or the one before it, has deallocated what the session kept; then it keeps nothing. */
    private boolean deallocated(SectionRun unit, SqlError error) {
        boolean ours = error.afterLastStatement(unit) || error.statement() == 0;
        boolean gone = ours && error.said().sqlState().equals(PreparedQueries.DEALLOCATED);
        if (gone) {
            session.kept().clear();
        }
        return gone;
    }
}
