package dev.bailiwick.db.outside;

import dev.bailiwick.db.run.HistoryStatements;
import dev.bailiwick.db.run.SectionAnswers;
import dev.bailiwick.db.run.UnreadableMessageCheck;
import dev.bailiwick.db.section.RunListener;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.section.SqlError;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SimpleQueryChannel;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.script.Direction;
import java.sql.SQLException;

/** A section with a character that the database's encoding lacks, so that the history can't keep its text. */
final class UnreadableSection {
    private UnreadableSection() {}

    /**
     * Records the failure without that text.
     *
     * @param from how many steps were done before
     * @param e why the section could not be recorded as begun; thrown where it is anything else
     * @return the character
     */
    static SqlError recorded(Session own, HistoryStatements records, SectionRun unit, int from, SQLException e)
            throws SQLException {
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
