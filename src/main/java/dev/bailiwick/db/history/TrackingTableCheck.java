package dev.bailiwick.db.history;

import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.OtherTool;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks which domains have a schema and a tracking table, and refuses a table that can't serve as one. */
public final class TrackingTableCheck {
    private static final String WHICH = """
            SELECT d.name,
                   n.oid IS NOT NULL AS has_schema,
                   t.oid IS NOT NULL AS has_table,
                   l.oid IS NOT NULL AS has_log,
                   coalesce((SELECT string_agg(attname, ',' ORDER BY attnum)
                             FROM pg_attribute
                             WHERE attrelid = t.oid AND attnum > 0 AND NOT attisdropped), '') AS columns,
                   coalesce(has_schema_privilege(n.oid, 'USAGE'), true) AS may_enter,
                   coalesce(has_table_privilege(t.oid, 'SELECT'), true)
                       AND coalesce(has_table_privilege(l.oid, 'SELECT'), true) AS may_read,
                   (SELECT string_agg(c.relname, ',' ORDER BY c.relname) FROM pg_class AS c
                    WHERE c.oid IN (t.oid, l.oid, k.oid) AND c.relrowsecurity AND row_security_active(c.oid)) AS hidden,
                   t.relkind AS table_kind, l.relkind AS log_kind, k.relkind AS catalog_kind,
                   t.relpersistence AS table_persistence, l.relpersistence AS log_persistence,
                   k.relkind = 'r' AND has_table_privilege(k.oid, 'SELECT') AS may_read_catalog,
                   CASE WHEN t.oid IS NULL
                        THEN EXISTS (SELECT FROM pg_attribute WHERE attname IN ('statements_done', 'tool_version'))
                        ELSE false
                   END AS has_other
            FROM unnest(string_to_array(%s, ','), string_to_array(%s, ','), string_to_array(%s, ','))
                     AS d (name, schema, tracking)
            LEFT JOIN pg_namespace AS n ON n.nspname = d.schema
            LEFT JOIN pg_class AS t ON t.relnamespace = n.oid AND t.relname = d.tracking
            LEFT JOIN pg_class AS l ON l.relnamespace = n.oid AND l.relname = d.tracking || '_log'
            LEFT JOIN pg_class AS k ON k.relnamespace = n.oid AND k.relname = d.tracking || '_catalog'
            """;

    private final Session session;
    private boolean othersThere;
    private final Set<Domain> described = new HashSet<>();

    public TrackingTableCheck(Session session) {
        this.session = session;
    }

    /**
     * What is there of a domain.
     *
     * @param hasSchema whether its schema exists
     * @param hasTables whether tracking table and log exist
     */
    public record Presence(boolean hasSchema, boolean hasTables) {
        /** Nothing of it is there. */
        public static final Presence NONE = new Presence(false, false);
    }

    /**
     * Looks which schemas and tracking tables exist, in one round trip.
     *
     * @throws BailiwickException exit 3 where a table of that name is no table, is another program's, may not be read, is read through
     *     row-level security, or would be empty after a crash
     */
    public Map<Domain, Presence> presence(Collection<Domain> domains) {
        Map<String, Domain> byName = domains.stream().collect(Collectors.toMap(Domain::name, d -> d));
        Map<Domain, Presence> found = new LinkedHashMap<>();
        List<Failure> refusals = new ArrayList<>();
        String which = WHICH.formatted(
                joined(domains, Domain::name), joined(domains, Domain::schema), joined(domains, Domain::table));
        othersThere = false;
        described.removeAll(domains);
        session.query(which, row -> {
            Domain domain = Objects.requireNonNull(byName.get(row.getString("name")));
            Failure refusal = refusal(domain, row);
            if (refusal != null) {
                refusals.add(refusal);
            }
            othersThere |= row.getBoolean("has_other");
            if (row.getBoolean("may_read_catalog")) {
                described.add(domain);
            }
            boolean hasTables = row.getBoolean("has_table") && row.getBoolean("has_log");
            return found.put(domain, new Presence(row.getBoolean("has_schema"), hasTables)) == null;
        });
        if (!refusals.isEmpty()) {
            throw new BailiwickException(ExitCode.REFUSED, refusals);
        }
        return found;
    }

    /**
     * Whether, when last a domain without tracking table was read, the database held anything that a history may be known by. Found
     * out on the way: a first installation pays no round trip for it.
     */
    public boolean othersThere() {
        return othersThere;
    }

    /** Those of the domains that were read of which the last run has left a description that may be read, as each was read last. */
    public Set<Domain> described() {
        return Set.copyOf(described);
    }

    private @Nullable Failure refusal(Domain domain, ResultSet row) throws SQLException {
        String role = Quote.identifier(session.info().role());
        String schema = Quote.identifier(domain.schema());
        if (!row.getBoolean("may_enter")) {
            return new Failure(
                    "role " + session.info().role() + " may not use schema " + domain.schema(),
                    null,
                    null,
                    "nothing was run",
                    List.of("as the schema's owner: GRANT USAGE ON SCHEMA " + schema + " TO " + role + ";"));
        }
        Map<String, String> noTables = new LinkedHashMap<>();
        unless("r", row.getString("table_kind"), domain.table(), noTables);
        unless("r", row.getString("log_kind"), domain.logTable(), noTables);
        unless("r", row.getString("catalog_kind"), domain.catalogTable(), noTables);
        if (!noTables.isEmpty()) {
            return new WrongRelationKind(session, domain).refusal(noTables);
        }
        if (!row.getBoolean("has_table")) {
            return null;
        }
        Set<String> columns = Set.of(row.getString("columns").split(","));
        if (!columns.containsAll(TrackingTables.TRACKING_COLUMNS)) {
            return new Failure(
                    "table " + domain.schema() + "." + domain.table() + " is not Bailiwick's: it seems to belong to "
                            + TrackingTables.owner(columns) + " (columns: "
                            + row.getString("columns").replace(",", ", ")
                            + ")",
                    null,
                    null,
                    "nothing was run, and that table was not touched",
                    anotherName(domain, columns));
        }
        if (!row.getBoolean("has_log")) {
            return new Failure(
                    "the log " + domain.schema() + "." + domain.logTable() + " is missing beside its tracking table",
                    null,
                    null,
                    "nothing was run",
                    List.of(
                            "bring it back from a backup",
                            "or begin an empty one: " + TrackingTables.logDefinition(domain),
                            "and write into it what the history says: "
                                    + ShellCommand.of("bailiwick", "repair", domain.name(), "--from-history")));
        }
        if (!row.getBoolean("may_read")) {
            return new Failure(
                    "role " + session.info().role() + " may not read " + domain.schema() + "." + domain.table(),
                    null,
                    null,
                    "nothing was run",
                    List.of("as its owner: GRANT SELECT ON " + TrackingTables.table(domain) + ", "
                            + TrackingTables.log(domain) + " TO " + role + ";"));
        }
        String hidden = row.getString("hidden");
        if (hidden != null) {
            return hidden(domain, List.of(hidden.split(",")));
        }
        Map<String, String> notLogged = new LinkedHashMap<>();
        unless("p", row.getString("table_persistence"), domain.table(), notLogged);
        unless("p", row.getString("log_persistence"), domain.logTable(), notLogged);
        return notLogged.isEmpty() ? null : notLogged(domain, List.copyOf(notLogged.keySet()));
    }

    /** Keeps what a relation is, where it is there and is another than it should be. */
    private static void unless(String wanted, @Nullable String is, String name, Map<String, String> others) {
        if (is != null && !is.equals(wanted)) {
            others.put(name, is);
        }
    }

    /** Rows that a policy hides are not missing: what can't be seen can't be judged. */
    private Failure hidden(Domain domain, List<String> tables) {
        String role = session.info().role();
        List<String> next = new ArrayList<>();
        tables.forEach(table -> next.add("as its owner: ALTER TABLE " + Quote.qualified(domain.schema(), table)
                + " DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;"));
        next.add("or, as a superuser, let the role see all rows: ALTER ROLE " + Quote.identifier(role) + " BYPASSRLS;");
        return new Failure(
                "row-level security is in force on "
                        + tables.stream()
                                .map(table -> domain.schema() + "." + table)
                                .collect(Collectors.joining(", "))
                        + " for role " + role + ": a policy may hide rows of the history from it",
                null,
                null,
                "nothing was run",
                next);
    }

    private static Failure notLogged(Domain domain, List<String> tables) {
        List<String> next = new ArrayList<>();
        tables.forEach(table ->
                next.add("as its owner: ALTER TABLE " + Quote.qualified(domain.schema(), table) + " SET LOGGED;"));
        return new Failure(
                tables.stream().map(table -> domain.schema() + "." + table).collect(Collectors.joining(", "))
                        + (tables.size() == 1 ? " is" : " are")
                        + " UNLOGGED: after a crash of the server PostgreSQL empties such a table, and the history is lost",
                null,
                null,
                "nothing was run",
                next);
    }

    private static List<String> anotherName(Domain domain, Set<String> columns) {
        List<String> next = new ArrayList<>();
        next.add("give this domain's history another name: echo 'table=bailiwick_migrations' >> " + domain.folder()
                + "/domain.properties");
        OtherTool.of(columns)
                .ifPresent(tool -> next.add(
                        "then, where its files are in " + domain.folder() + " now, take over what it has applied: "
                                + ShellCommand.of("bailiwick", "adopt", domain.name(), "--from", tool.word())));
        return next;
    }

    private static String joined(Collection<Domain> domains, Function<Domain, String> part) {
        return Quote.literal(domains.stream().map(part).collect(Collectors.joining(",")));
    }
}
