package dev.bailiwick.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SQL after a marker, up to the next marker or the end of the file. Offsets are UTF-16 code units in
 * {@link Migration#text()}.
 *
 * @param start behind the marker's line
 * @param end before the next marker's line, or the end of the text
 * @param transaction whether it runs in one transaction; false after {@code transaction:false}
 * @param irreversible whether it is a down section that declares that there is no way back
 * @param lockTimeout value of {@code lock_timeout:} as PostgreSQL reads it, or null where the marker has none
 * @param statementTimeout value of {@code statement_timeout:}, or null where the marker has none
 * @param statements all of them in order, framing BEGIN and COMMIT included
 */
public record Section(
        int start,
        int end,
        boolean transaction,
        boolean irreversible,
        @Nullable String lockTimeout,
        @Nullable String statementTimeout,
        List<Statement> statements) {

    public Section {
        statements = List.copyOf(statements);
    }

    /** The statements that reach the server: all but a framing BEGIN and COMMIT. */
    public List<Statement> sent() {
        return statements.stream().filter(s -> s.kind() != Statement.Kind.FRAME).toList();
    }
}
