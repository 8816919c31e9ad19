package dev.bailiwick.db;

import dev.bailiwick.model.Part;
import dev.bailiwick.model.ServerMessage;

/** Of the statements in a transaction, only those behind so many are the section's, and so many of them. */
final class Among implements Wire.Listener {
    private final Trace section;
    private final int before;
    private final int statements;
    private int answers;

    Among(Trace section, int before, int statements) {
        this.section = section;
        this.before = before;
        this.statements = statements;
    }

    void sending(int codePoints, Part part) {
        section.sending(codePoints, part);
    }

    @Override
    public void statementDone() {
        answers++;
        if (answers > before && answers <= before + statements) {
            section.statementDone();
        }
    }

    /** Whether the section's statements have come to their end. */
    boolean behind() {
        return answers >= before + statements;
    }

    /** Whether nothing but text of ours can fail any more. */
    boolean behindDeferred() {
        return answers > before + statements;
    }

    @Override
    public void notice(ServerMessage message) {
        section.notice(message);
    }
}
