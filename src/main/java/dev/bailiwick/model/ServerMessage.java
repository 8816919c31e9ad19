package dev.bailiwick.model;

import java.util.ArrayList;
import java.util.List;
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
 */
public record ServerMessage(
        String severity,
        String sqlState,
        String message,
        @Nullable String detail,
        @Nullable String hint,
        @Nullable String context) {

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
