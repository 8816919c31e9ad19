package dev.bailiwick.script;

import dev.bailiwick.model.Migration;
import dev.bailiwick.model.Section;
import java.util.List;

/** What goes to the server in one go: SQL as it stands in the file, or a COPY with its data lines. */
public sealed interface Part {

    /** UTF-16 offset in the file of the first character that is sent. */
    int start();

    /**
     * SQL that is sent as one message. Character {@code i} of the text stands at {@code start + i} in the file, because
     * what must not be sent (a framing BEGIN or COMMIT, pg_dump's {@code \restrict} lines) is blanked, not cut out.
     */
    record Sql(int start, String text) implements Part {}

    /**
     * A COPY … FROM STDIN.
     *
     * @param dataStart first character of the data lines in the file
     * @param dataEnd behind the line end of the last data line
     */
    record CopyIn(int start, String statementText, int dataStart, int dataEnd) implements Part {}

    /** The parts of a migration's section, in the order to send them. */
    static List<Part> of(Migration migration, Section section) {
        return of(migration.text(), section);
    }

    /**
     * The parts of a section, in the order to send them: of one that runs in a transaction, everything between two COPY
     * is one part; of another, each statement is.
     *
     * @param text the text that the section's offsets point into
     */
    static List<Part> of(String text, Section section) {
        return section.transaction() ? new Runs(text, section).parts() : alone(text, section);
    }

    private static List<Part> alone(String text, Section section) {
        return section.statements().stream().map(s -> Runs.one(text, s)).toList();
    }
}
