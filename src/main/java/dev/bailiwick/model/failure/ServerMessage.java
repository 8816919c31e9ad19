package dev.bailiwick.model.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL said: an error or a notice, field by field as the protocol carries it (manual, "Error and Notice
 * Message Fields").
 *
 * @param severity such as ERROR or NOTICE, in the server's language
 * @param sqlState five characters
 * @param message the primary message
 * @param detail null where the server sent none
 * @param hint null where the server sent none
 * @param context the call stack of PL/pgSQL or the COPY line; null where the server sent none
 * @param constraint that was violated; null where the server named none
 */
public record ServerMessage(
        String severity,
        String sqlState,
        String message,
        @Nullable String detail,
        @Nullable String hint,
        @Nullable String context,
        @Nullable Constraint constraint) {

    /** A constraint, with the table that has it. */
    public record Constraint(String schema, String table, String name) {}

    /** One that names no constraint. */
    public ServerMessage(
            String severity,
            String sqlState,
            String message,
            @Nullable String detail,
            @Nullable String hint,
            @Nullable String context) {
        this(severity, sqlState, message, detail, hint, context, null);
    }

    /** A line of the stack that names a function, in whatever language: {@code PL/pgSQL function f(integer) line 3 at RAISE}. */
    private static final Pattern FUNCTION = Pattern.compile("^[^\"\u00bb\u00ab\u201e]*\\w\\(.*\\)");

    /** What PostgreSQL calls the body of a DO. */
    private static final String INLINE = "inline_code_block";

    /**
     * The same of an error that came up in a statement of Bailiwick's own: of the call stack stays what lies within it, such as a
     * trigger function on the tracking table. The text of the statement itself says nothing to anybody.
     */
    public ServerMessage inOwnStatement() {
        if (context == null) {
            return this;
        }
        String kept = context.lines()
                .takeWhile(line -> FUNCTION.matcher(line).find() && !line.contains(INLINE))
                .collect(Collectors.joining("\n"));
        return new ServerMessage(severity, sqlState, message, detail, hint, kept.isEmpty() ? null : kept, constraint);
    }

    /** The lines a person reads: severity, SQLSTATE and message, then detail, hint and context where there are any. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(severity + " " + sqlState + ": " + message);
        if (detail != null) {
            lines.add("DETAIL: " + detail);
        }
        if (hint != null) {
            lines.add("HINT: " + hint);
        }
        if (context != null) {
            lines.add("CONTEXT: " + context);
        }
        return lines;
    }
}
