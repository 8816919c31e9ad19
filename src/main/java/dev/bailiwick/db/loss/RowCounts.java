package dev.bailiwick.db.loss;

import dev.bailiwick.db.session.OutputSettings;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SqlFailure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether tables hold rows, and how many: no lock is waited for long, no large table counted. What this role can't read,
 * or what takes too long, may hold some.
 */
final class RowCounts {
    /** Up to this size rows are counted. */
    static final long COUNTED_BYTES = 16 << 20;

    /** How many tables are looked into by one query. */
    private static final int AT_ONCE = 50;

    /** All looks of one question together. */
    private static final Duration MOST = Duration.ofSeconds(30);

    private static final String BEGIN = "BEGIN READ ONLY;\n" + OutputSettings.FIXED
            + "SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '5s';\n";

    private static final String TABLES = """
            SELECT c.oid::bigint, quote_ident(n.nspname) || '.' || quote_ident(c.relname),
                   CASE WHEN c.relispartition THEN pg_partition_root(c.oid)::oid::bigint ELSE c.oid::bigint END,
                   n.nspname || '.' || c.relname,
                   (SELECT rn.nspname || '.' || r.relname
                    FROM pg_class AS r JOIN pg_namespace AS rn ON rn.oid = r.relnamespace
                    WHERE r.oid = CASE WHEN c.relispartition THEN pg_partition_root(c.oid)::oid ELSE c.oid END),
                   c.relkind = 'r', %s, c.reltuples::float8, c.relpages, pg_stat_get_live_tuples(c.oid),
                   has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
                       AND NOT row_security_active(c.oid)
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.oid = ANY (string_to_array('%s', ' ')::oid[]) AND c.relkind IN ('r', 'p', 'f')
            """;

    private final Session session;
    private final long until = System.nanoTime() + MOST.toNanos();

    RowCounts(Session session) {
        this.session = session;
    }

    /** A table that was looked into. */
    static final class Table {
        final long oid;

        /** As SQL has it. */
        final String name;

        /** The one that it is a partition of in the end; itself where it is none. */
        final long root;

        final String shown;
        final String rootShown;
        final long bytes;
        private final boolean ordinary;
        private final long estimate;
        private final boolean readable;

        /** Negative where that is not known. */
        private long rows;

        private boolean exact;
        private @Nullable String unread;

        private Table(ResultSet row) throws SQLException {
            oid = row.getLong(1);
            name = row.getString(2);
            root = row.getLong(3);
            shown = row.getString(4);
            rootShown = String.valueOf(row.getString(5));
            ordinary = row.getBoolean(6);
            bytes = row.getLong(7);
            double tuples = row.getDouble(8);
            long pages = row.getLong(9);
            long live = row.getLong(10);
            readable = row.getBoolean(11);
            double now = pages > 0 && tuples > 0 ? tuples / pages * (bytes / 8192.0) : 0;
            estimate = now > 0 ? Math.round(now) : live > 0 ? live : -1;
        }

        long rows() {
            return rows;
        }

        /** Whether the rows were counted. */
        boolean exact() {
            return exact;
        }

        /** Why nobody could look; null where somebody has. */
        @Nullable
        String unread() {
            return unread;
        }

        /** Whether it is known that it holds none. */
        boolean empty() {
            return rows == 0 && unread == null;
        }

        boolean small() {
            return bytes <= COUNTED_BYTES;
        }

        private String look() {
            return "SELECT " + oid + "::bigint, "
                    + (small()
                            ? "(SELECT count(*) FROM ONLY " + name + ")"
                            : "(SELECT count(*) FROM (SELECT FROM ONLY " + name + " LIMIT 1) AS one)");
        }

        private void unread(String why) {
            rows = estimate;
            unread = why + (estimate > 0 ? "; the statistics say " + estimate + " rows" : "");
        }

        private void found(long counted) {
            exact = small() || counted == 0;
            rows = exact ? counted : estimate;
        }
    }

    /** What is there of these, by oid; a partitioned or foreign table has no rows of its own. */
    Map<Long, Table> tables(Collection<Long> oids) {
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
            if (table.ordinary && table.bytes > 0) {
                if (table.readable) {
                    look.add(table);
                } else {
                    table.unread("this role can't read whether it holds rows");
                }
            }
        }
        for (int i = 0; i < look.size(); i += AT_ONCE) {
            lookInto(look.subList(i, Math.min(look.size(), i + AT_ONCE)));
        }
        return tables;
    }

    /** All in one query; where that fails, each by itself, so that one locked table hides no other. */
    private void lookInto(List<Table> some) {
        if (late()) {
            some.forEach(table -> table.unread("to look whether it holds rows takes too long"));
            return;
        }
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
                some.forEach(one -> lookInto(List.of(one)));
            }
            return;
        }
        some.forEach(table -> table.found(found.getOrDefault(table.oid, 0L)));
    }

    /** Whether all that may be looked has been, by the time that it has taken. */
    boolean late() {
        return System.nanoTime() - until > 0;
    }

    static String whyNot(SqlFailure e) {
        return switch (e.sqlState()) {
            case "55P03" -> "another session has it locked, so that nobody can look whether it holds rows";
            case "57014" -> "to look whether it holds rows takes longer than 5 s";
            default ->
                "nobody can look whether it holds rows: "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        };
    }

    /** In a transaction of its own. */
    <T> List<T> read(String query, Session.RowReader<T> reader) {
        return session.query(BEGIN + query + ";\nCOMMIT", reader);
    }

    static void requireConnection(SqlFailure e) {
        if (e.lost()) {
            throw e;
        }
    }
}
