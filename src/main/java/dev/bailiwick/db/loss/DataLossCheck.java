package dev.bailiwick.db.loss;

import dev.bailiwick.db.loss.RowCounts.Table;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SqlFailure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks into what would go, after it was rolled back: only what holds rows or values is a loss. Partitions are counted with the
 * table that they are part of, where that goes, too.
 */
final class DataLossCheck {
    /** A default that is the same in each row: it calls no function, but for casts. */
    private static final String COLUMNS = """
            SELECT a.attrelid::bigint, a.attnum, a.attname, quote_ident(a.attname),
                   CASE WHEN d.adbin::text !~ ':funcformat 0|\\{(SQLVALUEFUNCTION|NEXTVALUEEXPR|SUBLINK)'
                       THEN pg_get_expr(d.adbin, d.adrelid) END,
                   (SELECT s.null_frac
                    FROM pg_class AS c
                    JOIN pg_namespace AS n ON n.oid = c.relnamespace
                    JOIN pg_stats AS s ON s.schemaname = n.nspname
                    WHERE c.oid = a.attrelid
                      AND s.tablename = c.relname AND s.attname = a.attname AND NOT s.inherited),
                   format_type(a.atttypid, a.atttypmod)
            FROM unnest(string_to_array('%s', ' ')::oid[], string_to_array('%s', ' ')::int[]) AS w (rel, num)
            JOIN pg_attribute AS a ON a.attrelid = w.rel AND a.attnum = w.num
            LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE NOT a.attisdropped AND a.attgenerated = ''
            """;

    /** Columns that hold values of composite types: of these themselves, or of an array, a range, a domain or a type over them. */
    private static final String USES = """
            WITH RECURSIVE within (part, whole) AS (
                SELECT typelem, oid FROM pg_type WHERE typelem <> 0 AND typlen = -1
                UNION ALL SELECT typbasetype, oid FROM pg_type WHERE typtype = 'd'
                UNION ALL SELECT rngsubtype, rngtypid FROM pg_range
                UNION ALL SELECT rngtypid, rngmultitypid FROM pg_range
                UNION ALL
                SELECT a.atttypid, c.reltype
                FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
                WHERE c.relkind IN ('c', 'r', 'p') AND c.oid >= 16384 AND a.attnum > 0 AND NOT a.attisdropped
            ), reached (rel, num, typ, itself) AS (
                SELECT w.rel, w.num, c.reltype, true
                FROM unnest(string_to_array('%s', ' ')::oid[], string_to_array('%s', ' ')::int[]) AS w (rel, num)
                JOIN pg_class AS c ON c.oid = w.rel
                UNION
                SELECT r.rel, r.num, w.whole, false FROM reached AS r JOIN within AS w ON w.part = r.typ
            )
            SELECT u.attrelid::bigint, u.attnum, u.attname, quote_ident(u.attname), a.attname, quote_ident(a.attname),
                   bool_or(r.itself)
            FROM reached AS r
            JOIN pg_attribute AS a ON a.attrelid = r.rel AND a.attnum = r.num AND NOT a.attisdropped
            JOIN pg_attribute AS u ON u.atttypid = r.typ AND u.attnum > 0 AND NOT u.attisdropped AND u.attgenerated = ''
            JOIN pg_class AS c ON c.oid = u.attrelid AND c.relkind = 'r'
            GROUP BY u.attrelid, u.attnum, u.attname, a.attname
            """;

    private final Session session;
    private final RowCounts held;

    DataLossCheck(Session session) {
        this.session = session;
        this.held = new RowCounts(session);
    }

    /** Sorted by kind and name. */
    List<DataLoss> of(Collection<TakenAwayObject> gone) {
        Map<DataLoss.Kind, List<TakenAwayObject>> kinds =
                gone.stream().collect(Collectors.groupingBy(TakenAwayObject::kind));
        List<TakenAwayObject> columns = kinds.getOrDefault(DataLoss.Kind.COLUMN, List.of());
        List<Used> uses = uses(columns);
        Set<Long> oids = new TreeSet<>();
        gone.stream().filter(one -> one.kind() != DataLoss.Kind.LARGE_OBJECTS).forEach(one -> oids.add(one.table()));
        uses.forEach(use -> oids.add(use.table));
        Map<Long, Table> tables = held.tables(oids);
        Set<Long> dropped = oids(kinds, DataLoss.Kind.TABLE);
        List<DataLoss> losses = new ArrayList<>(whole(DataLoss.Kind.TABLE, dropped, tables));
        losses.addAll(whole(DataLoss.Kind.EMPTIED, oids(kinds, DataLoss.Kind.EMPTIED), tables));
        losses.addAll(rows(kinds.getOrDefault(DataLoss.Kind.ROWS, List.of()), tables));
        losses.addAll(columns(columns, tables));
        losses.addAll(attributes(uses, dropped, columns, tables));
        losses.addAll(changed(kinds.getOrDefault(DataLoss.Kind.CHANGED, List.of()), tables));
        for (long oid : oids(kinds, DataLoss.Kind.FOREIGN)) {
            Table table = tables.get(oid);
            if (table != null) {
                losses.add(new DataLoss(
                        DataLoss.Kind.FOREIGN,
                        table.shown,
                        -1,
                        false,
                        "written; what goes at its server is not known"));
            }
        }
        losses.addAll(largeObjects(oids(kinds, DataLoss.Kind.LARGE_OBJECTS)));
        losses.sort(Comparator.comparing(DataLoss::kind).thenComparing(DataLoss::name));
        return losses;
    }

    private static Set<Long> oids(Map<DataLoss.Kind, List<TakenAwayObject>> kinds, DataLoss.Kind kind) {
        return kinds.getOrDefault(kind, List.of()).stream()
                .map(TakenAwayObject::table)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Tables whose rows all go. */
    private static Collection<DataLoss> whole(DataLoss.Kind kind, Set<Long> oids, Map<Long, Table> tables) {
        Map<String, DataLoss> byName = new LinkedHashMap<>();
        for (long oid : oids) {
            Table table = tables.get(oid);
            if (table != null && !table.empty()) {
                String name = oids.contains(table.root) ? table.rootShown : table.shown;
                add(byName, new DataLoss(kind, name, table.rows(), table.exact(), table.unread()));
            }
        }
        return byName.values();
    }

    private static void add(Map<String, DataLoss> byName, DataLoss loss) {
        byName.merge(
                loss.name(),
                loss,
                (a, b) -> new DataLoss(
                        a.kind(),
                        a.name(),
                        a.count() < 0 || b.count() < 0 ? -1 : a.count() + b.count(),
                        a.exact() && b.exact(),
                        a.unread() == null ? b.unread() : a.unread()));
    }

    private static List<DataLoss> rows(List<TakenAwayObject> gone, Map<Long, Table> tables) {
        List<DataLoss> losses = new ArrayList<>();
        for (TakenAwayObject one : gone) {
            Table table = tables.get(one.table());
            boolean counted = one.deleted() > 0;
            if (table != null && (counted || !table.empty())) {
                losses.add(new DataLoss(
                        DataLoss.Kind.ROWS, table.shown, counted ? one.deleted() : -1, counted, one.unread()));
            }
        }
        return losses;
    }

    /** @param usual its default, where that is the same in each row */
    private record Column(
            Table table,
            int number,
            String shown,
            String quoted,
            @Nullable String usual,
            double share,
            String type) {

        /**
         * What is in every row anyway comes back with the column. A row of NULLs is a value, and so is NULL where the default
         * is another.
         */
        private String holds() {
            return usual == null
                    ? quoted + " IS DISTINCT FROM NULL"
                    : quoted + "::text IS DISTINCT FROM (" + usual + ")::" + type + "::text";
        }
    }

    private List<Column> described(List<TakenAwayObject> gone, Map<Long, Table> tables) {
        List<Column> columns = new ArrayList<>();
        if (!gone.isEmpty()) {
            held.read(COLUMNS.formatted(relations(gone), numbers(gone)), row -> {
                Table table = tables.get(row.getLong(1));
                return table != null && table.rows() != 0 && columns.add(column(table, row));
            });
        }
        return columns;
    }

    private static Column column(Table table, ResultSet row) throws SQLException {
        double nulls = row.getDouble(6);
        double share = row.wasNull() ? 1 : 1 - nulls;
        return new Column(
                table,
                row.getInt(2),
                table.rootShown + "." + row.getString(3),
                row.getString(4),
                row.getString(5),
                share,
                row.getString(7));
    }

    private static String relations(List<TakenAwayObject> gone) {
        return gone.stream().map(one -> "" + one.table()).collect(Collectors.joining(" "));
    }

    private static String numbers(List<TakenAwayObject> gone) {
        return gone.stream().map(one -> "" + one.column()).collect(Collectors.joining(" "));
    }

    private Collection<DataLoss> columns(List<TakenAwayObject> gone, Map<Long, Table> tables) {
        Map<String, DataLoss> byName = new LinkedHashMap<>();
        for (Column column : described(gone, tables)) {
            DataLoss loss = loss(DataLoss.Kind.COLUMN, column.table, column.shown, column.holds(), column.share);
            if (loss != null) {
                add(byName, loss);
            }
        }
        return byName.values();
    }

    /** How many rows hold such a value; null where none does. */
    private @Nullable DataLoss loss(DataLoss.Kind kind, Table table, String shown, String holds, double share) {
        if (table.unread() != null || held.late()) {
            String why = table.unread() == null ? "to look whether it holds values takes too long" : table.unread();
            return new DataLoss(kind, shown, -1, false, why);
        }
        List<Long> found = new ArrayList<>();
        try {
            held.read(
                    "SELECT count(*) FROM (SELECT FROM ONLY " + table.name + " WHERE " + holds
                            + (table.small() ? "" : " LIMIT 1") + ") AS one",
                    row -> found.add(row.getLong(1)));
        } catch (SqlFailure e) {
            RowCounts.requireConnection(e);
            return new DataLoss(kind, shown, -1, false, RowCounts.whyNot(e).replace("rows", "values"));
        }
        if (found.get(0) == 0) {
            return null;
        }
        long estimate = table.rows() < 0 || share <= 0 ? -1 : Math.max(1, Math.round(table.rows() * share));
        return new DataLoss(kind, shown, table.small() ? found.get(0) : estimate, table.small(), null);
    }

    /**
     * A column of a table that holds values with an attribute that goes.
     *
     * @param holds which rows do
     */
    private record Used(long table, int column, String name, String holds) {}

    private List<Used> uses(List<TakenAwayObject> columns) {
        if (columns.isEmpty()) {
            return List.of();
        }
        return held.read(USES.formatted(relations(columns), numbers(columns)), row -> {
            String value = row.getString(4);
            String attribute = row.getBoolean(7) ? "(" + value + ")." + row.getString(6) : value;
            return new Used(
                    row.getLong(1),
                    row.getInt(2),
                    "." + row.getString(3) + "." + row.getString(5),
                    attribute + " IS DISTINCT FROM NULL");
        });
    }

    private Collection<DataLoss> attributes(
            List<Used> uses, Set<Long> dropped, List<TakenAwayObject> columns, Map<Long, Table> tables) {
        Map<String, DataLoss> byName = new LinkedHashMap<>();
        for (Used use : uses) {
            Table table = tables.get(use.table);
            boolean named = dropped.contains(use.table)
                    || columns.stream().anyMatch(one -> one.table() == use.table && one.column() == use.column);
            if (table != null && table.rows() != 0 && !named) {
                DataLoss loss = loss(DataLoss.Kind.ATTRIBUTE, table, table.rootShown + use.name, use.holds, 1);
                if (loss != null) {
                    add(byName, loss);
                }
            }
        }
        return byName.values();
    }

    /** Columns whose values come out otherwise, and not by a cast that leads back to the same. */
    private Collection<DataLoss> changed(List<TakenAwayObject> gone, Map<Long, Table> tables) {
        Map<String, TakenAwayObject> then = new HashMap<>();
        gone.forEach(one -> then.put(one.table() + "." + one.column(), one));
        Map<String, DataLoss> byName = new LinkedHashMap<>();
        for (Column column : described(gone, tables)) {
            TakenAwayObject one = then.get(column.table.oid + "." + column.number);
            ValueDigest after = one == null ? null : one.values();
            DataLoss loss;
            if (column.table.unread() != null) {
                loss = new DataLoss(DataLoss.Kind.CHANGED, column.shown, -1, false, column.table.unread());
            } else if (after == null || !column.table.small() || held.late()) {
                loss = new DataLoss(
                        DataLoss.Kind.CHANGED,
                        column.shown,
                        -1,
                        false,
                        "whether they stay as they are can't be looked at");
            } else {
                loss = changed(column, after);
            }
            if (loss != null) {
                add(byName, loss);
            }
        }
        return byName.values();
    }

    private @Nullable DataLoss changed(Column column, ValueDigest after) {
        ValueDigest before = digest(column, column.quoted);
        if (before == null) {
            return new DataLoss(
                    DataLoss.Kind.CHANGED, column.shown, -1, false, "whether they stay as they are can't be looked at");
        }
        if (before.sameValues(after)) {
            return null;
        }
        String cast = column.quoted + "::" + after.type();
        ValueDigest there = digest(column, cast);
        ValueDigest back = there == null || !there.sameValues(after) ? null : digest(column, cast + "::" + column.type);
        if (back != null && back.sameValues(before)) {
            return null;
        }
        long fewer = before.count() - after.count();
        return new DataLoss(DataLoss.Kind.CHANGED, column.shown, fewer > 0 ? fewer : -1, fewer > 0, null);
    }

    /** Null where the server doesn't say. */
    private @Nullable ValueDigest digest(Column column, String value) {
        try {
            return ValueDigest.only(held.read(
                    ValueDigest.query(column.table.name, value),
                    row -> new ValueDigest(row.getLong(1), row.getString(2), column.type)));
        } catch (SqlFailure e) {
            RowCounts.requireConnection(e);
            return null;
        }
    }

    /** Those that are there again. */
    private List<DataLoss> largeObjects(Set<Long> oids) {
        if (oids.isEmpty()) {
            return List.of();
        }
        String list = oids.stream().map(String::valueOf).collect(Collectors.joining(" "));
        long count = session.query(
                        "SELECT count(*) FROM pg_catalog.pg_largeobject_metadata WHERE oid = ANY (string_to_array('"
                                + list + "', ' ')::oid[])",
                        row -> row.getLong(1))
                .get(0);
        return count == 0 ? List.of() : List.of(new DataLoss(DataLoss.Kind.LARGE_OBJECTS, "", count, true, null));
    }
}
