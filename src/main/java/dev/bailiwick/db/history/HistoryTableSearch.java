package dev.bailiwick.db.history;

import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.script.MigrationFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds histories by their columns, whatever their tables are called and wherever they lie. */
public final class HistoryTableSearch {
    /** What a table is for. */
    public enum Kind {
        TRACKING(TrackingTables.TRACKING_COLUMNS),
        LOG(Set.of("logged_at", "action", "filename", "batch", "checksum", "db_role", "client", "tool_version")),
        CATALOG(Set.of("described_at", "described_by", "last_log_id", "objects", "parts", "definitions"));

        /** As an array of SQL's. */
        private final String columns;

        Kind(Set<String> columns) {
            this.columns = array(columns.stream().sorted().toList());
        }

        private String row() {
            return "(" + Quote.literal(name()) + ", " + columns + ")";
        }
    }

    /** Columns that few other tables have: the whole of pg_attribute is looked through once. */
    private static final String FIND = """
            WITH marked AS MATERIALIZED (
                SELECT attrelid
                FROM pg_attribute
                WHERE attname IN ('statements_done', 'tool_version') AND attnum > 0 AND NOT attisdropped
            )
            SELECT n.nspname AS schema, c.relname AS name, k.kind,
                   has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS may_read
            FROM pg_class AS c
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            JOIN (VALUES %s) AS k (kind, columns)
              ON k.columns <@ (SELECT array_agg(a.attname::text)
                               FROM pg_attribute AS a
                               WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
            WHERE c.oid IN (SELECT attrelid FROM marked)
              AND c.relkind IN ('r', 'p')
              AND n.nspname !~ '^pg_'
            ORDER BY n.nspname, c.relname
            """;

    private static final String DESCRIBED =
            "to_char(described_at, 'YYYY-MM-DD HH24:MI:SSOF') AS at, described_by AS by";

    private final Session session;

    public HistoryTableSearch(Session session) {
        this.session = session;
    }

    /**
     * A table of a history.
     *
     * @param mayRead whether the login role may read it
     */
    public record Found(String schema, String name, Kind kind, boolean mayRead) {
        /** Its name as a person types it. */
        public String qualified() {
            return schema + "." + name;
        }

        /** Whether it is this table of a domain. */
        public boolean is(Domain domain, String table) {
            return schema.equals(domain.schema()) && name.equals(table);
        }

        /** The statement that brings it to a domain's schema under a name; both in one where both differ. */
        public String broughtTo(Domain domain, String table) {
            List<String> statements = new ArrayList<>();
            String at = schema;
            if (!schema.equals(domain.schema())) {
                statements.add("ALTER TABLE " + Quote.qualified(schema, name) + " SET SCHEMA "
                        + Quote.identifier(domain.schema()) + ";");
                at = domain.schema();
            }
            if (!name.equals(table)) {
                statements.add(
                        "ALTER TABLE " + Quote.qualified(at, name) + " RENAME TO " + Quote.identifier(table) + ";");
            }
            return String.join(" ", statements);
        }

        /** The statement that gives its schema the name that a domain's has. */
        public String schemaRenamedTo(Domain domain) {
            return "ALTER SCHEMA " + Quote.identifier(schema) + " RENAME TO " + Quote.identifier(domain.schema()) + ";";
        }
    }

    /** All of them in this database. */
    public List<Found> all() {
        String kinds = List.of(Kind.values()).stream().map(Kind::row).collect(Collectors.joining(", "));
        return session.query(
                FIND.formatted(kinds),
                row -> new Found(
                        row.getString("schema"),
                        row.getString("name"),
                        Kind.valueOf(row.getString("kind")),
                        row.getBoolean("may_read")));
    }

    /**
     * How far a tracking table is the history of some files.
     *
     * @param rows how many files it says are applied
     * @param named of those, how many have the name of one of the files
     * @param same of those, how many have its checksum as well
     */
    public record Likeness(Found table, long rows, long named, long same) {
        /** Whether most of it are these files; one name that both have, as 001_init.sql is, says nothing. */
        public boolean likely() {
            return same > 0 && 2 * named > rows;
        }
    }

    /** Compares each of these tables, which can be read, with files. */
    public List<Likeness> likeness(Collection<Found> tables, Collection<MigrationFile> files) {
        if (tables.isEmpty() || files.isEmpty()) {
            return List.of();
        }
        String names = array(files.stream().map(MigrationFile::filename).toList());
        String pairs = array(files.stream()
                .map(file -> file.filename() + "/" + file.checksum())
                .toList());
        List<Found> order = List.copyOf(tables);
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            parts.add("""
                    SELECT %d AS number, count(*) AS rows, count(*) FILTER (WHERE filename = ANY (%s)) AS named,
                           count(*) FILTER (WHERE filename || '/' || checksum = ANY (%s)) AS same
                    FROM %s
                    WHERE success
                    """.formatted(
                            i,
                            names,
                            pairs,
                            Quote.qualified(order.get(i).schema(), order.get(i).name())));
        }
        return session.query(
                String.join("\nUNION ALL\n", parts),
                row -> new Likeness(
                        order.get(row.getInt("number")),
                        row.getLong("rows"),
                        row.getLong("named"),
                        row.getLong("same")));
    }

    /**
     * What the last run has left of a schema.
     *
     * @param at when it ran, as the server writes it
     */
    public record Described(String at, String by) {}

    /** What a catalog table says of the last run; null where it is empty. */
    public @Nullable Described described(Found catalog) {
        return session
                .query(
                        "SELECT " + DESCRIBED + " FROM " + Quote.qualified(catalog.schema(), catalog.name())
                                + " LIMIT 1",
                        HistoryTableSearch::described)
                .stream()
                .findFirst()
                .orElse(null);
    }

    private static Described described(ResultSet row) throws SQLException {
        return new Described(row.getString("at"), row.getString("by"));
    }

    /** Whether there is a schema of this name. */
    public boolean hasSchema(String name) {
        return !session.query("SELECT FROM pg_namespace WHERE nspname = " + Quote.literal(name), row -> name)
                .isEmpty();
    }

    /** What is known of something that is gone: which run described it, and as what. */
    public record Mention(Found catalog, String object, String table, Described described) {}

    /** What other domains' last runs have left that refers to a table of a domain, by a foreign key or in a view, which isn't there. */
    public @Nullable Mention mention(Collection<Found> catalogs, Domain gone) {
        List<Found> order = List.copyOf(catalogs);
        List<String> parts = new ArrayList<>();
        String pattern = Quote.literal("(?:REFERENCES|FROM|JOIN) [(]*(" + quoted(asWritten(gone.schema()))
                + "[.](?:\"(?:[^\"]|\"\")+\"|[[:alnum:]_$]+))");
        for (int i = 0; i < order.size(); i++) {
            parts.add("""
                    SELECT %1$d AS number, d.object, substring(d.definition FROM %4$s) AS relation, %2$s
                    FROM %3$s AS c, unnest(c.objects, c.definitions) AS d (object, definition)
                    WHERE d.definition ~ %4$s AND to_regclass(substring(d.definition FROM %4$s)) IS NULL
                    """.formatted(
                            i,
                            DESCRIBED,
                            Quote.qualified(order.get(i).schema(), order.get(i).name()),
                            pattern));
        }
        if (parts.isEmpty()) {
            return null;
        }
        return session
                .query(
                        String.join("\nUNION ALL\n", parts) + "\nORDER BY number, object LIMIT 1",
                        row -> new Mention(
                                order.get(row.getInt("number")),
                                row.getString("object"),
                                row.getString("relation"),
                                described(row)))
                .stream()
                .findFirst()
                .orElse(null);
    }

    /** As PostgreSQL writes a name in a definition: in quotes only where it needs them. */
    private static String asWritten(String name) {
        return name.matches("[a-z_][a-z0-9_]*") ? name : Quote.identifier(name);
    }

    /** A name as a regular expression of PostgreSQL's takes it literally. */
    private static String quoted(String name) {
        return name.replaceAll("[^A-Za-z0-9_\"]", "[$0]");
    }

    private static String array(List<String> texts) {
        return texts.stream().map(Quote::literal).collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
    }
}
