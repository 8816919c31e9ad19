package dev.bailiwick.db;

import dev.bailiwick.model.Domain;
import dev.bailiwick.model.Part;
import dev.bailiwick.model.ServerMessage;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** An index that no query uses, because its build has failed. */
final class InvalidIndex {
    private static final Pattern INDEX =
            Pattern.compile("\\bCREATE\\s+(UNIQUE\\s+)?INDEX\\b|\\bREINDEX\\b", Pattern.CASE_INSENSITIVE);

    private static final String INVALID_INDEXES = """
            SELECT c.relname AS name, format('%I.%I', n.nspname, c.relname) AS identity
            FROM pg_index i
            JOIN pg_class c ON c.oid = i.indexrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = :schema AND NOT i.indisvalid AND c.relkind = 'i'
            """;

    private InvalidIndex() {}

    /**
     * An index of the domain that a statement names and that is INVALID, though the statement reported success: IF NOT EXISTS
     * passes over what a failed CREATE INDEX CONCURRENTLY has left (manual, "CREATE INDEX").
     */
    static Optional<ServerMessage> namedBy(Part part, Domain domain, Session own) throws SQLException {
        if (!INDEX.matcher(part.text()).find()) {
            return Optional.empty();
        }
        try {
            return own
                    .ask(handle -> handle.createQuery(INVALID_INDEXES)
                            .bind("schema", domain.schema())
                            .map((row, context) -> List.of(row.getString("name"), row.getString("identity")))
                            .list())
                    .stream()
                    .filter(index -> Pattern.compile("(?<![\\w$])" + Pattern.quote(index.get(0)) + "(?![\\w$])")
                            .matcher(part.text())
                            .find())
                    .map(index -> passedOver(index.get(1)))
                    .findFirst();
        } catch (SqlFailure e) {
            // The statement is done: what broke here is told like everything that breaks behind it.
            throw e.sqlException();
        }
    }

    private static ServerMessage passedOver(String index) {
        return new ServerMessage(
                "ERROR",
                "55000",
                "index " + index + " is INVALID: no query uses it",
                "A failed build has left it, and IF NOT EXISTS passes over it.",
                "DROP INDEX CONCURRENTLY " + index + ";",
                null);
    }
}
