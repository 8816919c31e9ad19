package dev.bailiwick.db.session;

import dev.bailiwick.model.domain.Domain;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** The queries of ours that a session keeps planned, because they are asked of every migration. */
public enum PreparedQueries {
    /** The session keeps nothing: a pooler may give each transaction another one. */
    NEVER,
    /** From now on. */
    FIRST,
    /** It does already. */
    AGAIN;

    /** Whether a session that keeps them, or not, has them by now. */
    public static PreparedQueries of(boolean keeps, boolean first) {
        return !keeps ? NEVER : first ? FIRST : AGAIN;
    }

    /** SQLSTATE of a prepared statement that is not there: the section has deallocated it. */
    public static final String DEALLOCATED = "26000";

    /** How the names of what we prepare begin. */
    public static final String PREFIX = "bailiwick_run_";

    /** What deallocates the prepared statements that are not ours; null where none is there. */
    public static final Query OTHERS = new Query(
            PREFIX + "others",
            "",
            "SELECT string_agg(format('DEALLOCATE %I', name), '; ') FROM pg_catalog.pg_prepared_statements"
                    + " WHERE from_sql AND name !~ '^" + PREFIX + "'");

    /** What a session keeps a query as that is about one domain's history. */
    public static String name(String query, Domain domain) {
        byte[] names = (domain.schema() + "." + domain.table()).getBytes(StandardCharsets.UTF_8);
        return PREFIX + query + UUID.nameUUIDFromBytes(names).toString().replace("-", "");
    }

    /**
     * A query.
     *
     * @param name what it is kept as; begins with {@link #PREFIX}
     * @param types the types of its parameters; may be empty
     */
    public record Query(String name, String types, String text) {

        /** Asks it, in PL/pgSQL. The arguments are constants, as SQL. */
        public String asked(PreparedQueries kept, List<String> arguments, String into) {
            if (kept == NEVER) {
                String using = arguments.isEmpty() ? "" : " USING " + String.join(", ", arguments);
                return "EXECUTE " + Quote.literal(text) + " INTO " + into + using + ";\n";
            }
            return (kept == FIRST ? prepared() : "") + "EXECUTE "
                    + Quote.literal("EXECUTE " + name + list(String.join(", ", arguments))) + " INTO " + into + ";\n";
        }

        /** Keeps it, in PL/pgSQL, where the session doesn't from an earlier run: a pooler may hand one on. */
        public String prepared() {
            return "IF NOT EXISTS (SELECT FROM pg_prepared_statements WHERE name = '" + name + "') THEN EXECUTE "
                    + Quote.literal("PREPARE " + name + list(types) + " AS " + text) + "; END IF;\n";
        }

        private static String list(String items) {
            return items.isEmpty() ? "" : "(" + items + ")";
        }
    }
}
