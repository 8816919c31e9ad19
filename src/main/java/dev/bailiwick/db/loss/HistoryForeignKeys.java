package dev.bailiwick.db.loss;

import dev.bailiwick.db.history.TrackingTables;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.domain.Domain;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Finds foreign keys that refer to a domain's tracking table or log: people may make some, and then rows can't go, or take rows
 * of theirs with them.
 */
public final class HistoryForeignKeys {
    private static final String KEYS = """
            SELECT k.conname, n.nspname, c.relname, f.relname AS referenced
            FROM pg_constraint AS k
            JOIN pg_class AS c ON c.oid = k.conrelid
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            JOIN pg_class AS f ON f.oid = k.confrelid
            WHERE k.contype = 'f' AND k.conparentid = 0 AND k.confrelid IN (to_regclass(%s), to_regclass(%s))
            ORDER BY n.nspname, c.relname, k.conname
            """;

    /** Those that do something to the rows which refer, where a row of the tracking table is deleted. */
    private static final String TAKING = """
            SELECT k.conname, n.nspname, c.relname, f.relname AS referenced,
                   CASE k.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' ELSE 'SET DEFAULT' END AS action,
                   (SELECT string_agg('r.' || quote_ident(a.attname) || ' = t.' || quote_ident(b.attname), ' AND ')
                    FROM unnest(k.conkey, k.confkey) AS pair (ours, theirs)
                    JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = pair.ours
                    JOIN pg_attribute AS b ON b.attrelid = k.confrelid AND b.attnum = pair.theirs) AS refers,
                   (SELECT string_agg(a.attname, ', ' ORDER BY a.attnum)
                    FROM pg_attribute AS a WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)) AS columns,
                   has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
                       AND NOT row_security_active(c.oid) AS readable
            FROM pg_constraint AS k
            JOIN pg_class AS c ON c.oid = k.conrelid
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            JOIN pg_class AS f ON f.oid = k.confrelid
            WHERE k.contype = 'f' AND k.conparentid = 0 AND k.confrelid = to_regclass(%s)
              AND k.confdeltype IN ('c', 'n', 'd')
            ORDER BY n.nspname, c.relname, k.conname
            """;

    private final Session session;

    public HistoryForeignKeys(Session session) {
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

    /**
     * A foreign key whose rows would go, or change, with rows of the tracking table.
     *
     * @param columns that refer, separated by commas
     * @param action as its definition has it: {@code CASCADE}
     * @param rows how many refer to these; negative where that can't be counted
     */
    public record Taking(ForeignKey key, String columns, String action, long rows) {
        /** Whether the rows go; else their columns lose what they hold. */
        public boolean deletes() {
            return action.equals("CASCADE");
        }
    }

    public List<ForeignKey> ofOthers(Domain domain) {
        String query =
                KEYS.formatted(Quote.literal(TrackingTables.table(domain)), Quote.literal(TrackingTables.log(domain)));
        return session.query(query, row -> key(domain, row));
    }

    /** Those with rows that refer to the rows of these files, or may, and would go or change with them. */
    public List<Taking> taking(Domain domain, Collection<String> filenames) {
        if (filenames.isEmpty()) {
            return List.of();
        }
        record Found(ForeignKey key, String columns, String action, String query, boolean readable) {}
        String names = Quote.literal(String.join("\n", filenames));
        List<Found> found = session.query(
                TAKING.formatted(Quote.literal(TrackingTables.table(domain))),
                row -> new Found(
                        key(domain, row),
                        row.getString("columns"),
                        row.getString("action"),
                        "SELECT count(*) FROM " + Quote.qualified(row.getString("nspname"), row.getString("relname"))
                                + " AS r JOIN " + TrackingTables.table(domain) + " AS t ON " + row.getString("refers")
                                + " WHERE t.filename = ANY (string_to_array(" + names + ", chr(10)))",
                        row.getBoolean("readable")));
        List<Taking> taking = new ArrayList<>();
        for (Found one : found) {
            long rows = one.readable() ? count(one.query()) : -1;
            if (rows != 0) {
                taking.add(new Taking(one.key(), one.columns(), one.action(), rows));
            }
        }
        return taking;
    }

    private long count(String query) {
        try {
            return new RowCounts(session).read(query, row -> row.getLong(1)).get(0);
        } catch (SqlFailure e) {
            RowCounts.requireConnection(e);
            return -1;
        }
    }

    private static ForeignKey key(Domain domain, ResultSet row) throws SQLException {
        String name = row.getString("conname");
        String schema = row.getString("nspname");
        String table = row.getString("relname");
        return new ForeignKey(
                name,
                schema + "." + table,
                domain.schema() + "." + row.getString("referenced"),
                "ALTER TABLE " + Quote.qualified(schema, table) + " DROP CONSTRAINT " + Quote.identifier(name) + ";");
    }
}
