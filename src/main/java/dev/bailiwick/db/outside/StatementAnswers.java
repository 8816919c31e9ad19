package dev.bailiwick.db.outside;

import dev.bailiwick.db.run.SectionAnswers;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SimpleQueryChannel;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.script.Part;
import java.sql.SQLException;
import java.util.List;

/** Of the statements in a transaction, only those after so many are the section's, and so many of them. */
final class StatementAnswers implements SimpleQueryChannel.Listener {
    private final SectionAnswers section;
    private final int before;
    private final int statements;
    private int answers;

    StatementAnswers(SectionAnswers section, int before, int statements) {
        this.section = section;
        this.before = before;
        this.statements = statements;
    }

    /** Sends what stands in a transaction, and hears the answers; all of it is one message where it holds no COPY data. */
    void send(SectionRun unit, Part part, String begin, String end, Session worker) throws SQLException {
        String pending = begin;
        boolean ours = true;
        for (Part each : part instanceof Part.Block block ? block.parts() : List.of(part)) {
            if (!pending.isEmpty() && (!ours || each instanceof Part.CopyIn)) {
                worker.wire().send(pending, this);
                pending = "";
            }
            section.sending(pending.codePointCount(0, pending.length()), each);
            if (each instanceof Part.CopyIn copy) {
                worker.wire().copyIn(copy.text(), unit.data(copy), this);
            } else {
                pending += each.text() + "\n;\n";
                ours = false;
            }
        }
        worker.wire().send(pending + end, this);
    }

    @Override
    public void statementDone() {
        answers++;
        if (answers > before && answers <= before + statements) {
            section.statementDone();
        }
    }

    /** Whether the section's statements have come to their end. */
    boolean after() {
        return answers >= before + statements;
    }

    /** Whether nothing but text of ours can fail any more. */
    boolean afterDeferred() {
        return answers > before + statements;
    }

    @Override
    public void notice(ServerMessage message) {
        section.notice(message);
    }
}
