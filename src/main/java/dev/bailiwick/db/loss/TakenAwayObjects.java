package dev.bailiwick.db.loss;

import dev.bailiwick.db.session.OutputSettings;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.domain.Domain;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an open transaction has taken away of what was there before it, whatever text did that: tables that are gone, tables
 * and partitions that are empty now, rows that were deleted, columns and attributes that were dropped or have another type,
 * large objects. It is asked before the commit, of the server's own books: its locks, its catalog and its counters.
 */
public final class TakenAwayObjects {
    /**
     * So many rows may one taking back delete from tables that keep others: what a migration has put in, it takes out again.
     */
    static final int FEW = 100;

    private static final String AFTER = """
            WITH held AS MATERIALIZED (
                SELECT relation, bool_or(mode = 'AccessExclusiveLock') AS alone,
                       bool_or(mode = 'RowExclusiveLock') AS written
                FROM pg_locks
                WHERE pid = pg_backend_pid() AND locktype = 'relation' AND relation >= 16384
                  AND mode IN ('AccessExclusiveLock', 'RowExclusiveLock')
                GROUP BY relation
            )
            SELECT h.relation::bigint, c.oid IS NOT NULL, c.relfilenode::bigint,
                   pg_stat_get_xact_tuples_inserted(h.relation), pg_stat_get_xact_tuples_deleted(h.relation),
                   h.alone AND c.relkind = 'r' AND pg_relation_size(c.oid) = 0,
                   CASE WHEN h.alone THEN
                       (SELECT string_agg(a.attnum::text, ' ')
                        FROM pg_attribute AS a
                        WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attisdropped AND age(a.xmin) <= 0) END,
                   h.written,
                   CASE WHEN c.relispartition THEN pg_partition_root(c.oid)::oid::bigint ELSE h.relation::bigint END,
                   h.alone AND c.relkind = 'f' AND age(c.xmin) > 0
                       AND NOT EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = c.oid AND age(a.xmin) <= 0)
                       AND NOT EXISTS (SELECT FROM pg_foreign_table AS f WHERE f.ftrelid = c.oid AND age(f.xmin) <= 0),
                   h.alone AND EXISTS (
                       SELECT FROM pg_depend AS d
                       WHERE d.refclassid = 'pg_type'::regclass AND d.deptype = 'n'
                         AND d.refobjid IN (c.reltype, (SELECT t.typarray FROM pg_type AS t WHERE t.oid = c.reltype)))
            FROM held AS h
            LEFT JOIN pg_class AS c ON c.oid = h.relation
            """;

    private static final String LARGE_OBJECTS = """
            SELECT l.objid::bigint
            FROM pg_locks AS l
            WHERE l.pid = pg_backend_pid() AND l.locktype = 'object' AND l.mode = 'AccessExclusiveLock'
              AND l.classid = 'pg_largeobject'::regclass
              AND NOT EXISTS (SELECT FROM pg_largeobject_metadata AS m WHERE m.oid = l.objid)
            """;

    private static final String NAMES = """
            SELECT c.oid::bigint,
                   CASE WHEN c.relkind = 'p' THEN '' ELSE 'ONLY ' END || quote_ident(n.nspname) || '.' || quote_ident(c.relname),
                   has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
                       AND NOT row_security_active(c.oid)
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.oid = ANY (string_to_array('%s', ' ')::oid[])
            """;

    private static final String RETYPED = """
            SELECT a.attrelid::bigint, a.attnum, quote_ident(n.nspname) || '.' || quote_ident(c.relname),
                   quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
                   has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
                       AND NOT row_security_active(c.oid) AND pg_relation_size(c.oid) <= %d
            FROM pg_attribute AS a
            JOIN pg_class AS c ON c.oid = a.attrelid
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE a.attrelid = ANY (string_to_array('%s', ' ')::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
              AND a.attgenerated = '' AND age(a.xmin) <= 0
            """;

    private static final String LIMITS =
            OutputSettings.FIXED + "SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '5s';\n";

    private final Session session;

    public TakenAwayObjects(Session session) {
        this.session = session;
    }

    /** A relation that the transaction has locked. */
    private record Touched(
            long oid,
            boolean there,
            boolean rewritten,
            long inserted,
            long deleted,
            boolean noPages,
            List<Integer> dropped,
            boolean written,
            long root,
            boolean emptiedElsewhere,
            boolean typeUsed) {

        private static Touched of(ResultSet row, ObjectsBefore seen) throws SQLException {
            long oid = row.getLong(1);
            ObjectsBefore.Relation before = seen.relation(oid);
            String dropped = row.getString(7);
            return new Touched(
                    oid,
                    row.getBoolean(2),
                    before != null && row.getLong(3) != before.filenode(),
                    row.getLong(4) - (before == null ? 0 : before.inserted()),
                    row.getLong(5) - (before == null ? 0 : before.deleted()),
                    row.getBoolean(6),
                    dropped == null
                            ? List.of()
                            : Stream.of(dropped.split(" "))
                                    .map(Integer::valueOf)
                                    .toList(),
                    row.getBoolean(8),
                    before == null ? row.getLong(9) : seen.root(oid),
                    row.getBoolean(10),
                    row.getBoolean(11));
        }

        private List<TakenAwayObject> columns() {
            return dropped.stream()
                    .map(number -> new TakenAwayObject(DataLoss.Kind.COLUMN, oid, number, 0, null, null))
                    .toList();
        }

        /** Whether its rows went with its file: what rewrites a table puts them into the new one, and doesn't count. */
        private boolean truncated() {
            return rewritten && (noPages || inserted > 0);
        }
    }

    /** What the open transaction has taken away of what was there, but for tables of which it is known that they are empty. */
    public List<TakenAwayObject> gone(ObjectsBefore seen) {
        List<TakenAwayObject> gone = new ArrayList<>();
        List<TakenAwayObject> roots = new ArrayList<>();
        List<Touched> counted = new ArrayList<>();
        List<Long> rewritten = new ArrayList<>();
        for (Touched one : session.inSavepoint(LIMITS + AFTER, row -> Touched.of(row, seen))) {
            ObjectsBefore.Relation before = seen.relation(one.oid);
            if (before == null || seen.empty(one.oid)) {
                counted.add(one);
                if (before != null && one.typeUsed) {
                    gone.addAll(one.columns());
                }
            } else if (!one.there) {
                // Without rows of its own, a partitioned table is the name for those of its partitions.
                if (before.kind() == 'r' || before.kind() == 'p') {
                    (before.kind() == 'p' ? roots : gone).add(TakenAwayObject.of(DataLoss.Kind.TABLE, one.oid));
                }
            } else if (before.kind() == 'f') {
                if (one.written || one.emptiedElsewhere) {
                    gone.add(TakenAwayObject.of(DataLoss.Kind.FOREIGN, one.oid));
                }
            } else {
                gone.addAll(one.columns());
                if (before.kind() == 'r' && one.truncated()) {
                    gone.add(TakenAwayObject.of(DataLoss.Kind.EMPTIED, one.oid));
                } else if (before.kind() == 'r') {
                    if (one.rewritten) {
                        rewritten.add(one.oid);
                    }
                    if (!seen.counted() && (one.written || one.rewritten)) {
                        gone.add(new TakenAwayObject(
                                DataLoss.Kind.ROWS,
                                one.oid,
                                0,
                                0,
                                null,
                                "whether any go is not known: " + ObjectsBefore.COUNTERS
                                        + " is off, or may have been for a while"));
                    } else {
                        counted.add(one);
                    }
                }
            }
        }
        if (!gone.isEmpty()) {
            gone.addAll(roots);
        }
        gone.addAll(deleted(counted, seen));
        gone.addAll(retyped(rewritten));
        session.inSavepoint(
                LIMITS + LARGE_OBJECTS,
                row -> gone.add(TakenAwayObject.of(DataLoss.Kind.LARGE_OBJECTS, row.getLong(1))));
        return gone;
    }

    /**
     * Rows that were deleted. An UPDATE that moves a row to another partition deletes it here and inserts it there: what came
     * to partitions from which nothing went is taken for that.
     */
    private List<TakenAwayObject> deleted(List<Touched> counted, ObjectsBefore seen) {
        Map<Long, List<Touched>> trees = new LinkedHashMap<>();
        counted.forEach(one ->
                trees.computeIfAbsent(one.root, root -> new ArrayList<>()).add(one));
        Map<Long, Long> lost = new LinkedHashMap<>();
        trees.forEach((root, parts) -> {
            long gone = parts.stream()
                    .filter(one -> known(one, seen))
                    .mapToLong(Touched::deleted)
                    .sum();
            long came = parts.stream()
                    .filter(one -> one.deleted == 0)
                    .mapToLong(Touched::inserted)
                    .sum();
            if (gone > came) {
                lost.put(root, gone - came);
            }
        });
        Map<Long, Boolean> left = withRows(lost.keySet());
        List<TakenAwayObject> all = new ArrayList<>();
        List<TakenAwayObject> some = new ArrayList<>();
        lost.forEach((root, rows) -> {
            Boolean keeps = left.get(root);
            if (keeps == null) {
                String unread = rows + (rows == 1 ? " row" : " rows") + "; whether it keeps others can't be read";
                all.add(new TakenAwayObject(DataLoss.Kind.ROWS, root, 0, rows, null, unread));
            } else if (keeps) {
                some.add(new TakenAwayObject(DataLoss.Kind.ROWS, root, 0, rows, null, null));
            } else {
                all.add(new TakenAwayObject(DataLoss.Kind.EMPTIED, root, 0, rows, null, null));
                trees.getOrDefault(root, List.of()).stream()
                        .filter(one -> one.oid != root && one.deleted > 0 && known(one, seen))
                        .forEach(one -> all.add(
                                new TakenAwayObject(DataLoss.Kind.EMPTIED, one.oid, 0, one.deleted, null, null)));
            }
        });
        if (some.stream().mapToLong(TakenAwayObject::deleted).sum() > FEW) {
            all.addAll(some);
        }
        return all;
    }

    private static boolean known(Touched one, ObjectsBefore seen) {
        return seen.contains(one.oid) && !seen.empty(one.oid);
    }

    /** Whether these still hold rows, for the open transaction; nothing where this role can't see that. */
    private Map<Long, Boolean> withRows(Set<Long> tables) {
        Map<Long, Boolean> left = new HashMap<>();
        if (tables.isEmpty()) {
            return left;
        }
        Map<Long, String> queries = new LinkedHashMap<>();
        session.inSavepoint(
                LIMITS + NAMES.formatted(list(tables)),
                row -> row.getBoolean(3)
                        && queries.put(row.getLong(1), "EXISTS (SELECT FROM " + row.getString(2) + ")") == null);
        queries.forEach((oid, query) -> {
            try {
                session.inSavepoint(LIMITS + "SELECT " + query, row -> left.put(oid, row.getBoolean(1)) == null);
            } catch (SqlFailure e) {
                RowCounts.requireConnection(e);
            }
        });
        return left;
    }

    /** What columns of rewritten tables hold now, where their definition was changed as well. */
    private List<TakenAwayObject> retyped(Collection<Long> tables) {
        if (tables.isEmpty()) {
            return List.of();
        }
        record Column(long table, int number, String name, String quoted, String type, boolean readable) {}
        List<Column> columns = session.inSavepoint(
                LIMITS + RETYPED.formatted(RowCounts.COUNTED_BYTES, list(tables)),
                row -> new Column(
                        row.getLong(1),
                        row.getInt(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getBoolean(6)));
        List<TakenAwayObject> gone = new ArrayList<>();
        for (Column column : columns) {
            ValueDigest values = null;
            if (column.readable) {
                try {
                    values = ValueDigest.only(session.inSavepoint(
                            LIMITS + ValueDigest.query(column.name, column.quoted),
                            row -> new ValueDigest(row.getLong(1), row.getString(2), column.type)));
                } catch (SqlFailure e) {
                    RowCounts.requireConnection(e);
                }
            }
            gone.add(new TakenAwayObject(DataLoss.Kind.CHANGED, column.table, column.number, 0, values, null));
        }
        return gone;
    }

    private static String list(Collection<Long> oids) {
        return oids.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    /** Tables of a schema, as if all of them went. */
    public List<TakenAwayObject> allOf(Collection<Domain> domains, ObjectsBefore seen) {
        String schemas = domains.stream().map(Domain::schema).collect(Collectors.joining("\n"));
        List<TakenAwayObject> all = new ArrayList<>();
        session.query("""
                SELECT oid::bigint FROM pg_catalog.pg_class
                WHERE relkind = 'r' AND relnamespace = ANY (
                    SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = ANY (string_to_array(%s, chr(10))))
                """.formatted(Quote.literal(schemas)), row -> {
            long oid = row.getLong(1);
            return seen.contains(oid) && all.add(TakenAwayObject.of(DataLoss.Kind.TABLE, oid));
        });
        return all;
    }

    /** What of that is a loss, now that it was rolled back. */
    public List<DataLoss> losses(Collection<TakenAwayObject> gone) {
        return new DataLossCheck(session).of(new HashSet<>(gone));
    }
}
