package dev.bailiwick.db;

import dev.bailiwick.model.Domain;
import dev.bailiwick.model.Loss;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an open transaction has taken away of what was there before it, whatever text did that: tables that are gone, tables
 * and partitions that are empty now, rows that were deleted, columns that were dropped. It is asked before the commit, of the
 * server's own books: its locks, its catalog and its counters.
 *
 * <p>Not seen: values that an UPDATE or a change of type has overwritten, large objects, and up to {@value #FEW} rows that were
 * deleted from a table that keeps others.
 */
public final class Effects {
    /** So many rows may be deleted from a table that keeps others: what a migration has put in, it takes out again. */
    static final int FEW = 100;

    /** How many tables are looked into by one query. */
    private static final int AT_ONCE = 50;

    /** Up to this size rows are counted. */
    private static final long COUNTED_BYTES = 16 << 20;

    private static final String BEGIN = "BEGIN READ ONLY; SET LOCAL search_path = pg_catalog;"
            + " SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '5s';\n";

    private static final String BEFORE = """
            SELECT c.oid::bigint, c.relfilenode::bigint, pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid),
                   pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid), lower(c.relname), c.relkind = 'p'
            FROM pg_catalog.pg_class AS c
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND c.oid >= 16384 AND n.nspname !~ '^pg_'
              AND n.nspname || '.' || c.relname <> ALL (string_to_array(%s, chr(10)))
            """;

    private static final String AFTER = """
            WITH held AS MATERIALIZED (
                SELECT relation, bool_or(mode = 'AccessExclusiveLock') AS alone
                FROM pg_catalog.pg_locks
                WHERE pid = pg_catalog.pg_backend_pid() AND locktype = 'relation' AND relation >= 16384
                  AND mode IN ('AccessExclusiveLock', 'RowExclusiveLock')
                GROUP BY relation
            )
            SELECT h.relation::bigint, c.oid IS NOT NULL, c.relfilenode::bigint,
                   pg_catalog.pg_stat_get_xact_tuples_inserted(h.relation),
                   pg_catalog.pg_stat_get_xact_tuples_deleted(h.relation),
                   h.alone AND c.relkind = 'r' AND pg_catalog.pg_relation_size(c.oid) = 0,
                   CASE WHEN h.alone THEN
                       (SELECT pg_catalog.string_agg(a.attnum::text, ' ')
                        FROM pg_catalog.pg_attribute AS a
                        WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attisdropped AND pg_catalog.age(a.xmin) <= 0) END,
                   pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname)
            FROM held AS h
            LEFT JOIN pg_catalog.pg_class AS c ON c.oid = h.relation
            LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            """;

    private static final String TABLES = """
            SELECT c.oid::bigint, quote_ident(n.nspname) || '.' || quote_ident(c.relname),
                   CASE WHEN c.relispartition THEN pg_partition_root(c.oid)::oid::bigint ELSE c.oid::bigint END,
                   n.nspname || '.' || c.relname,
                   (SELECT rn.nspname || '.' || r.relname
                    FROM pg_class AS r JOIN pg_namespace AS rn ON rn.oid = r.relnamespace
                    WHERE r.oid = CASE WHEN c.relispartition THEN pg_partition_root(c.oid)::oid ELSE c.oid END),
                   c.relkind = 'p', %s, c.reltuples::float8, c.relpages, pg_stat_get_live_tuples(c.oid),
                   has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
                       AND NOT row_security_active(c.oid)
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.oid = ANY (string_to_array('%s', ' ')::oid[]) AND c.relkind IN ('r', 'p')
            """;

    private static final String COLUMNS = """
            SELECT a.attrelid::bigint, a.attnum, a.attname, quote_ident(a.attname),
                   CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END, a.attgenerated <> '',
                   (SELECT s.null_frac FROM pg_stats AS s, pg_class AS c
                    WHERE c.oid = a.attrelid AND s.schemaname = c.relnamespace::regnamespace::text
                      AND s.tablename = c.relname AND s.attname = a.attname AND NOT s.inherited)
            FROM unnest(string_to_array('%s', ' ')::oid[], string_to_array('%s', ' ')::int[]) AS w (rel, num)
            JOIN pg_attribute AS a ON a.attrelid = w.rel AND a.attnum = w.num
            LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            """;

    private final Session session;

    public Effects(Session session) {
        this.session = session;
    }

    private record Counters(long filenode, long inserted, long deleted) {}

    /** What is there before a transaction, and which tables are known to hold no rows. */
    public static final class Seen {
        private final Map<Long, Counters> tables = new HashMap<>();
        private final Set<Long> empty = new LinkedHashSet<>();
        private final Set<Long> partitioned = new LinkedHashSet<>();

        private Seen() {}
    }

    /**
     * One thing that is gone.
     *
     * @param column its number; 0 of a table
     * @param deleted how many rows were deleted; 0 where that is not counted
     */
    public record Gone(Loss.Kind kind, long table, int column, long deleted) {
        private boolean sameAs(Gone other) {
            return kind == other.kind && table == other.table && column == other.column;
        }

        /** Whether one of these is the same, or takes more. */
        public boolean within(Collection<Gone> agreed) {
            return agreed.stream()
                    .anyMatch(other -> sameAs(other) || (other.table == table && other.kind == Loss.Kind.TABLE));
        }
    }

    /**
     * Remembers what is there.
     *
     * @param words names that the sections to come hold, in small letters: tables of these names are looked into at once
     * @param domains whose own tables are none of it
     */
    public Seen before(Collection<String> words, Collection<Domain> domains) {
        Seen seen = new Seen();
        List<Long> named = new ArrayList<>();
        String own = domains.stream()
                .flatMap(domain -> domain.ownTables().stream().map(table -> domain.schema() + "." + table))
                .collect(Collectors.joining("\n"));
        session.query(BEFORE.formatted(Quote.literal(own)), row -> {
            long oid = row.getLong(1);
            seen.tables.put(oid, new Counters(row.getLong(2), row.getLong(3), row.getLong(4)));
            if (row.getBoolean(6)) {
                return seen.partitioned.add(oid);
            }
            return words.contains(row.getString(5)) && named.add(oid);
        });
        for (Table table : tables(named).values()) {
            if (table.rows == 0 && table.unread == null) {
                seen.empty.add(table.oid);
            }
        }
        return seen;
    }

    /** What the open transaction has taken away of what was there, but for tables of which it is known that they are empty. */
    public List<Gone> gone(Seen seen) {
        List<Gone> gone = new ArrayList<>();
        Map<Long, String> perhapsEmpty = new LinkedHashMap<>();
        Map<Long, Long> deletions = new LinkedHashMap<>();
        List<Gone> roots = new ArrayList<>();
        session.query(AFTER, row -> {
            long oid = row.getLong(1);
            Counters before = seen.tables.get(oid);
            if (before == null || seen.empty.contains(oid)) {
                return false;
            }
            if (!row.getBoolean(2)) {
                // Without rows of its own, it is the name for those of its partitions.
                return (seen.partitioned.contains(oid) ? roots : gone).add(new Gone(Loss.Kind.TABLE, oid, 0, 0));
            }
            long inserted = row.getLong(4) - before.inserted;
            long deleted = row.getLong(5) - before.deleted;
            boolean rewritten = row.getLong(3) != before.filenode;
            if (rewritten && (row.getBoolean(6) || inserted > 0)) {
                gone.add(new Gone(Loss.Kind.EMPTIED, oid, 0, 0));
            } else if (deleted > 0) {
                deletions.put(oid, deleted);
                perhapsEmpty.put(oid, String.valueOf(row.getString(8)));
            }
            String columns = row.getString(7);
            if (columns != null) {
                Stream.of(columns.split(" "))
                        .forEach(number -> gone.add(new Gone(Loss.Kind.COLUMN, oid, Integer.parseInt(number), 0)));
            }
            return true;
        });
        Set<Long> left = withRows(perhapsEmpty);
        deletions.forEach((oid, rows) -> {
            if (!left.contains(oid)) {
                gone.add(new Gone(Loss.Kind.EMPTIED, oid, 0, rows));
            } else if (rows > FEW) {
                gone.add(new Gone(Loss.Kind.ROWS, oid, 0, rows));
            }
        });
        if (!gone.isEmpty()) {
            gone.addAll(roots);
        }
        return gone;
    }

    /** Those that still hold rows, for the open transaction. */
    private Set<Long> withRows(Map<Long, String> tables) {
        Set<Long> left = new LinkedHashSet<>();
        String query = tables.entrySet().stream()
                .map(table -> "SELECT " + table.getKey() + "::bigint WHERE EXISTS (SELECT FROM ONLY " + table.getValue()
                        + ")")
                .collect(Collectors.joining(" UNION ALL "));
        if (!query.isEmpty()) {
            session.query(query, row -> left.add(row.getLong(1)));
        }
        return left;
    }

    /** Tables of a schema, as if all of them went. */
    public List<Gone> allOf(Collection<Domain> domains, Seen seen) {
        String schemas = domains.stream().map(Domain::schema).collect(Collectors.joining("\n"));
        List<Gone> all = new ArrayList<>();
        session.query("""
                SELECT oid::bigint FROM pg_catalog.pg_class
                WHERE relkind = 'r' AND relnamespace = ANY (
                    SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = ANY (string_to_array(%s, chr(10))))
                """.formatted(Quote.literal(schemas)), row -> {
            long oid = row.getLong(1);
            return seen.tables.containsKey(oid) && all.add(new Gone(Loss.Kind.TABLE, oid, 0, 0));
        });
        return all;
    }

    /**
     * Looks into what would go, after it was rolled back: only what holds rows or values is a loss. No lock is waited for long,
     * no large table counted.
     */
    public List<Loss> losses(Collection<Gone> gone) {
        Set<Long> oids = new TreeSet<>();
        gone.forEach(one -> oids.add(one.table()));
        Map<Long, Table> tables = tables(oids);
        List<Loss> losses = new ArrayList<>(whole(gone, tables));
        for (Gone one : gone) {
            Table table = tables.get(one.table());
            if (table != null && one.kind() == Loss.Kind.ROWS) {
                losses.add(new Loss(Loss.Kind.ROWS, table.shown, one.deleted(), true, null));
            } else if (table != null && one.kind() == Loss.Kind.EMPTIED && (table.rows != 0 || table.unread != null)) {
                boolean counted = one.deleted() > 0;
                losses.add(new Loss(
                        Loss.Kind.EMPTIED,
                        table.shown,
                        counted ? one.deleted() : table.rows,
                        counted || table.exact,
                        counted ? null : table.unread));
            }
        }
        losses.addAll(columns(
                gone.stream().filter(one -> one.kind() == Loss.Kind.COLUMN).toList(), tables));
        return losses;
    }

    /** Dropped tables with rows; partitions are counted with the table that they are part of, where that goes too. */
    private static List<Loss> whole(Collection<Gone> gone, Map<Long, Table> tables) {
        Set<Long> dropped = gone.stream()
                .filter(one -> one.kind() == Loss.Kind.TABLE)
                .map(Gone::table)
                .collect(Collectors.toSet());
        Map<String, Loss> byName = new LinkedHashMap<>();
        for (Table table : tables.values()) {
            if (!dropped.contains(table.oid) || (table.rows == 0 && table.unread == null)) {
                continue;
            }
            boolean part = table.root != table.oid && tables.containsKey(table.root);
            Loss loss = new Loss(
                    Loss.Kind.TABLE, part ? table.rootShown : table.shown, table.rows, table.exact, table.unread);
            byName.merge(
                    loss.name(),
                    loss,
                    (a, b) -> new Loss(
                            Loss.Kind.TABLE,
                            a.name(),
                            a.count() < 0 || b.count() < 0 ? -1 : a.count() + b.count(),
                            a.exact() && b.exact(),
                            a.unread() == null ? b.unread() : a.unread()));
        }
        return List.copyOf(byName.values());
    }

    /** A table that was looked into. */
    private static final class Table {
        private final long oid;
        private final String name;
        private final long root;
        private final String shown;
        private final String rootShown;
        private final boolean partitioned;
        private final long bytes;
        private final long estimate;
        private final boolean readable;
        private long rows;
        private boolean exact;
        private @Nullable String unread;

        private Table(ResultSet row) throws SQLException {
            oid = row.getLong(1);
            name = row.getString(2);
            root = row.getLong(3);
            shown = row.getString(4);
            rootShown = String.valueOf(row.getString(5));
            partitioned = row.getBoolean(6);
            bytes = row.getLong(7);
            double tuples = row.getDouble(8);
            long pages = row.getLong(9);
            long live = row.getLong(10);
            readable = row.getBoolean(11);
            double now = pages > 0 && tuples > 0 ? tuples / pages * (bytes / 8192.0) : 0;
            estimate = now > 0 ? Math.round(now) : live > 0 ? live : -1;
        }

        private String look() {
            return "SELECT " + oid + "::bigint, "
                    + (bytes <= COUNTED_BYTES
                            ? "(SELECT count(*) FROM ONLY " + name + ")"
                            : "(SELECT count(*) FROM (SELECT FROM ONLY " + name + " LIMIT 1) AS one)");
        }

        private void unread(String why) {
            rows = estimate;
            unread = why + (estimate > 0 ? "; the statistics say " + estimate + " rows" : "");
        }

        private void found(long counted) {
            exact = bytes <= COUNTED_BYTES || counted == 0;
            rows = exact ? counted : estimate;
        }
    }

    private Map<Long, Table> tables(Collection<Long> oids) {
        Map<Long, Table> tables = new LinkedHashMap<>();
        if (oids.isEmpty()) {
            return tables;
        }
        String list = oids.stream().map(String::valueOf).collect(Collectors.joining(" "));
        try {
            read(TABLES.formatted("pg_relation_size(c.oid)", list), row -> {
                Table table = new Table(row);
                return tables.put(table.oid, table) == null;
            });
        } catch (SqlFailure e) {
            requireConnection(e);
            // Somebody holds one of them for themselves: its size can't be asked.
            read(TABLES.formatted("greatest(c.relpages, 1)::bigint * 8192", list), row -> {
                Table table = new Table(row);
                return tables.put(table.oid, table) == null;
            });
        }
        List<Table> look = new ArrayList<>();
        for (Table table : tables.values()) {
            if (!table.partitioned && table.bytes > 0) {
                if (table.readable) {
                    look.add(table);
                } else {
                    table.unread("this role can't read whether it holds rows");
                }
            }
        }
        for (int i = 0; i < look.size(); i += AT_ONCE) {
            lookInto(look.subList(i, Math.min(look.size(), i + AT_ONCE)), tables);
        }
        return tables;
    }

    /** All in one query; where that fails, each by itself, so that one locked table hides no other. */
    private void lookInto(List<Table> some, Map<Long, Table> tables) {
        Map<Long, Long> found = new HashMap<>();
        try {
            read(
                    some.stream().map(Table::look).collect(Collectors.joining(" UNION ALL ")),
                    row -> found.put(row.getLong(1), row.getLong(2)) == null);
        } catch (SqlFailure e) {
            requireConnection(e);
            if (some.size() == 1) {
                some.get(0).unread(whyNot(e));
            } else {
                some.forEach(one -> lookInto(List.of(one), tables));
            }
            return;
        }
        some.forEach(table -> table.found(found.getOrDefault(table.oid, 0L)));
    }

    private static String whyNot(SqlFailure e) {
        return switch (e.sqlState()) {
            case "55P03" -> "another session has it locked, so that nobody can look whether it holds rows";
            case "57014" -> "to look whether it holds rows takes longer than 5 s";
            default ->
                "nobody can look whether it holds rows: "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        };
    }

    private List<Loss> columns(List<Gone> gone, Map<Long, Table> tables) {
        List<Loss> losses = new ArrayList<>();
        if (gone.isEmpty()) {
            return losses;
        }
        Map<String, Loss> byName = new LinkedHashMap<>();
        String relations = gone.stream().map(one -> "" + one.table()).collect(Collectors.joining(" "));
        String numbers = gone.stream().map(one -> "" + one.column()).collect(Collectors.joining(" "));
        List<Column> columns = new ArrayList<>();
        read(COLUMNS.formatted(relations, numbers), row -> {
            Table table = tables.get(row.getLong(1));
            boolean generated = row.getBoolean(6);
            double nulls = row.getDouble(7);
            boolean known = !row.wasNull();
            return table != null
                    && !generated
                    && table.rows != 0
                    && columns.add(new Column(
                            table, row.getString(3), row.getString(4), row.getString(5), known ? 1 - nulls : 1));
        });
        for (Column column : columns) {
            Loss loss = column.loss(this);
            if (loss != null) {
                byName.merge(
                        loss.name(),
                        loss,
                        (a, b) -> new Loss(
                                Loss.Kind.COLUMN,
                                a.name(),
                                a.count() < 0 || b.count() < 0 ? -1 : a.count() + b.count(),
                                a.exact() && b.exact(),
                                a.unread() == null ? b.unread() : a.unread()));
            }
        }
        losses.addAll(byName.values());
        return losses;
    }

    /** @param share how many rows have a value, as the statistics say */
    private record Column(
            Table table,
            String name,
            String quoted,
            @Nullable String usual,
            double share) {

        /** What is in every row anyway comes back with the column. */
        private String holds() {
            boolean constant = usual != null && usual.indexOf('(') < 0;
            return quoted + " IS NOT NULL"
                    + (constant ? " AND " + quoted + "::text IS DISTINCT FROM (" + usual + ")::text" : "");
        }

        private @Nullable Loss loss(Effects effects) {
            String shown = (table.root == table.oid ? table.shown : table.rootShown) + "." + name;
            if (table.unread != null) {
                return new Loss(Loss.Kind.COLUMN, shown, -1, false, table.unread);
            }
            boolean small = table.bytes <= COUNTED_BYTES;
            List<Long> found = new ArrayList<>();
            try {
                effects.read(
                        "SELECT count(*) FROM (SELECT FROM ONLY " + table.name + " WHERE " + holds()
                                + (small ? "" : " LIMIT 1") + ") AS one",
                        row -> found.add(row.getLong(1)));
            } catch (SqlFailure e) {
                requireConnection(e);
                return new Loss(Loss.Kind.COLUMN, shown, -1, false, whyNot(e).replace("rows", "values"));
            }
            if (found.get(0) == 0) {
                return null;
            }
            long estimate = table.rows < 0 || share <= 0 ? -1 : Math.max(1, Math.round(table.rows * share));
            return new Loss(Loss.Kind.COLUMN, shown, small ? found.get(0) : estimate, small, null);
        }
    }

    private <T> void read(String query, Session.RowReader<T> reader) {
        session.query(BEGIN + query + ";\nCOMMIT", reader);
    }

    private static void requireConnection(SqlFailure e) {
        if (e.lost()) {
            throw e;
        }
    }
}
