package dev.bailiwick.db;

import dev.bailiwick.model.Domain;
import java.util.List;

/** Finds foreign keys that refer to a domain's tracking table or log: people may make some, and then rows can't go. */
public final class ForeignKeys {
    private static final String KEYS = """
            SELECT k.conname, n.nspname, c.relname, f.relname AS referenced
            FROM pg_constraint AS k
            JOIN pg_class AS c ON c.oid = k.conrelid
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            JOIN pg_class AS f ON f.oid = k.confrelid
            WHERE k.contype = 'f' AND k.conparentid = 0 AND k.confrelid IN (to_regclass(%s), to_regclass(%s))
            ORDER BY n.nspname, c.relname, k.conname
            """;

    private final Session session;

    public ForeignKeys(Session session) {
        this.session = session;
    }

    /**
     * A foreign key.
     *
     * @param table that has it
     * @param referenced the table that it refers to
     * @param dropped the statement that drops it
     */
    public record ForeignKey(String name, String table, String referenced, String dropped) {}

    public List<ForeignKey> ofOthers(Domain domain) {
        String query =
                KEYS.formatted(Quote.literal(TrackingTables.table(domain)), Quote.literal(TrackingTables.log(domain)));
        return session.query(query, row -> {
            String name = row.getString("conname");
            String schema = row.getString("nspname");
            String table = row.getString("relname");
            return new ForeignKey(
                    name,
                    schema + "." + table,
                    domain.schema() + "." + row.getString("referenced"),
                    "ALTER TABLE " + Quote.qualified(schema, table) + " DROP CONSTRAINT " + Quote.identifier(name)
                            + ";");
        });
    }
}
