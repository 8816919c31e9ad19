package dev.bailiwick.model.script;

import java.util.ArrayList;
import java.util.List;

/**
 * The SQL after a marker, up to the next marker or the end of the file. Offsets are UTF-16 code units in
 * {@link Migration#text()}.
 *
 * @param start after the marker's line
 * @param end before the next marker's line, or the end of the text
 * @param transaction whether it runs in one transaction; false after {@code transaction:false}
 * @param irreversible whether it is a down section that declares that there is no way back
 * @param limits what the marker says of timeouts
 * @param touches what the marker allows to reach beyond the domain, as {@code touches:} names it: schemas, or
 *     relations and functions with their schema; empty where it says nothing
 * @param statements all of them in order, framing BEGIN and COMMIT included
 */
public record Section(
        int start,
        int end,
        boolean transaction,
        boolean irreversible,
        Limits limits,
        List<String> touches,
        List<Statement> statements) {

    public Section {
        touches = List.copyOf(touches);
        statements = List.copyOf(statements);
    }

    /**
     * What is recorded one by one where it runs outside a transaction: each statement, and each block from its BEGIN to its
     * COMMIT, as if it were one.
     */
    public List<Statement> steps() {
        if (transaction) {
            return sent();
        }
        List<Statement> steps = new ArrayList<>();
        Statement opening = null;
        for (Statement statement : statements) {
            if (statement.kind() == Statement.Kind.FRAME) {
                if (opening != null) {
                    steps.add(new Statement(opening.start(), statement.end(), Statement.Kind.FRAME, -1, -1));
                }
                opening = opening == null ? statement : null;
            } else if (opening == null) {
                steps.add(statement);
            }
        }
        return List.copyOf(steps);
    }

    /** The statements that reach the server: all but a framing BEGIN and COMMIT. */
    public List<Statement> sent() {
        for (Statement statement : statements) {
            if (statement.kind() == Statement.Kind.FRAME) {
                return statements.stream()
                        .filter(s -> s.kind() != Statement.Kind.FRAME)
                        .toList();
            }
        }
        return statements;
    }
}
