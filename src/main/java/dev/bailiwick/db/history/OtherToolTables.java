package dev.bailiwick.db.history;

import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.model.history.OtherTool;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds and reads the tables in which other tools keep their histories; writes to none of them. */
public final class OtherToolTables {
    private static final String FIND = """
            SELECT n.nspname AS schema,
                   c.relname AS name,
                   string_agg(format_type(a.atttypid, NULL) || chr(9) || translate(a.attname, chr(10) || chr(9), '  '),
                              chr(10) ORDER BY a.attnum) AS columns,
                   has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS may_read
            FROM pg_class AS c
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relkind IN ('r', 'p', 'v')
              AND (n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                   OR n.nspname IN ('pg_catalog', 'information_schema')
                      AND c.relname = ANY (string_to_array(:names, chr(10))))
            GROUP BY n.oid, n.nspname, c.oid, c.relname
            HAVING c.relname = ANY (string_to_array(:names, chr(10)))
                OR :columns <> '' AND array_agg(a.attname::text) @> string_to_array(:columns, chr(10))
            ORDER BY n.nspname, c.relname
            """;

    private final Session session;

    public OtherToolTables(Session session) {
        this.session = session;
    }

    /**
     * A table that may be another tool's.
     *
     * @param types of its columns, by name, in their order
     * @param mayRead whether the login role may read it
     */
    public record Found(String schema, String name, Map<String, String> types, boolean mayRead) {
        /** Its name as a person types it. */
        public String qualified() {
            return schema + "." + name;
        }

        public Set<String> columns() {
            return types.keySet();
        }

        /** The GRANT that is missing where it may not be read. */
        public String grant(String role) {
            return "GRANT USAGE ON SCHEMA " + Quote.identifier(schema) + " TO " + Quote.identifier(role)
                    + "; GRANT SELECT ON " + Quote.qualified(schema, name) + " TO " + Quote.identifier(role) + ";";
        }
    }

    /** Tables that have one of these names, or all columns of a tool's table; in any schema. */
    public List<Found> find(Collection<String> names, OtherTool tool) {
        return session.ask(handle -> handle.createQuery(FIND)
                .bind("names", String.join("\n", names))
                .bind("columns", String.join("\n", tool.columns()))
                .map((row, context) -> found(row))
                .list());
    }

    private static Found found(ResultSet row) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        for (String column : row.getString("columns").split("\n")) {
            int name = column.lastIndexOf('\t') + 1;
            types.put(column.substring(name), column.substring(0, Math.max(0, name - 1)));
        }
        return new Found(row.getString("schema"), row.getString("name"), types, row.getBoolean("may_read"));
    }

    /**
     * Rows as texts by column: nulls are empty, points in time are ISO 8601 in UTC. A time without a zone is taken as one of
     * the zone that the database is configured with.
     *
     * @param columns that are wanted; those that the table lacks are left out
     * @param order the column to sort by; empty for none
     */
    public List<Map<String, String>> rows(Found table, Collection<String> columns, String order) {
        List<String> wanted =
                columns.stream().filter(table.columns()::contains).sorted().toList();
        String select = wanted.stream().map(column -> text(table, column)).collect(Collectors.joining(",\n       "));
        String sql = "SELECT " + select + "\nFROM " + Quote.qualified(table.schema(), table.name())
                + (order.isEmpty() ? "" : "\nORDER BY " + Quote.identifier(order));
        return session.ask(handle -> handle.createQuery(sql)
                .map((row, context) -> {
                    Map<String, String> values = new LinkedHashMap<>();
                    for (int i = 0; i < wanted.size(); i++) {
                        values.put(wanted.get(i), Objects.requireNonNullElse(row.getString(i + 1), ""));
                    }
                    return values;
                })
                .list());
    }

    private String text(Found table, String column) {
        String name = Quote.identifier(column);
        String zone = Quote.literal(session.info().timeZone());
        return switch (Objects.requireNonNull(table.types().get(column))) {
            case "timestamp with time zone" -> iso(name + " AT TIME ZONE 'UTC'");
            case "timestamp without time zone" -> iso("(" + name + " AT TIME ZONE " + zone + ") AT TIME ZONE 'UTC'");
            default -> name + "::text";
        };
    }

    private static String iso(String utc) {
        return "to_char(" + utc + ", 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
    }
}
