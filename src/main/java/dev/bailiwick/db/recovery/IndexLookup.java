package dev.bailiwick.db.recovery;

import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.script.Recovery;
import dev.bailiwick.model.script.TableName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the catalog says of indexes, and whether one is what a statement would have made. Names are the session's search_path's. */
final class IndexLookup {
    /** How the names of what REINDEX CONCURRENTLY leaves behind end (manual, "REINDEX"). */
    private static final String LEFT_BY_REINDEX = "_cc(new|old)[0-9]*$";

    private static final String SELECT = """
            SELECT c.oid::bigint, c.relname, format('%I.%I', n.nspname, c.relname), i.indisvalid, i.indrelid::bigint
            FROM pg_catalog.pg_index AS i
            JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            """;

    /** A session that builds an index CONCURRENTLY keeps this lock on the table until it is done. */
    private static final String BUILDER = """
            SELECT p.pid
            FROM pg_catalog.pg_stat_progress_create_index AS p
            JOIN pg_catalog.pg_locks AS l ON l.pid = p.pid
            WHERE p.pid <> pg_catalog.pg_backend_pid()
              AND l.locktype = 'relation' AND l.granted AND l.mode = 'ShareUpdateExclusiveLock'
              AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
              AND l.relation = %d
            """;

    private static final String SAME = """
            SELECT a.indisunique = b.indisunique
                   AND substr(a.definition, strpos(a.definition, ' USING ')) =
                       substr(b.definition, strpos(b.definition, ' USING '))
            FROM (SELECT indisunique, pg_catalog.pg_get_indexdef(indexrelid) AS definition
                  FROM pg_catalog.pg_index WHERE indexrelid = %d) AS a,
                 (SELECT indisunique, pg_catalog.pg_get_indexdef(indexrelid) AS definition
                  FROM pg_catalog.pg_index WHERE indrelid = %s::pg_catalog.regclass) AS b
            """;

    private final Session session;

    IndexLookup(Session session) {
        this.session = session;
    }

    /**
     * An index.
     *
     * @param identity schema and name, ready to be sent
     * @param table whose it is
     */
    record Index(long oid, String name, String identity, boolean valid, long table) {
        @Override
        public String toString() {
            return "index " + identity + (valid ? "" : ", INVALID");
        }
    }

    List<Index> of(TableName table) {
        return select("WHERE i.indrelid = " + regclass(table) + " ORDER BY c.oid");
    }

    /** The one of this name; empty where there is none. */
    Optional<Index> named(TableName index) {
        return select("WHERE i.indexrelid = " + regclass(index)).stream().findFirst();
    }

    /** Whether there is one with this oid. */
    boolean exists(String oid) {
        return !select("WHERE i.indexrelid = " + oid).isEmpty();
    }

    /** What a REINDEX has left half-built, or is building, of everything that this one is about. */
    List<Index> leftByReindex(Recovery.Rebuild rebuild) {
        TableName target = rebuild.target();
        String which = "";
        if (target != null) {
            which = switch (rebuild.kind()) {
                case "schema" -> " AND n.nspname = " + Quote.literal(target.name());
                case "table" -> " AND i.indrelid IN (" + tree(regclass(target)) + ")";
                case "index" ->
                    " AND i.indrelid IN (SELECT indrelid FROM pg_catalog.pg_index WHERE indexrelid IN ("
                            + tree(regclass(target)) + "))";
                default -> "";
            };
        }
        return select("WHERE NOT i.indisvalid AND c.relname ~ '" + LEFT_BY_REINDEX + "' AND n.nspname <> 'pg_toast'"
                + which + " ORDER BY c.oid");
    }

    /** A table or index with its partitions. */
    private static String tree(String relation) {
        return "SELECT relid FROM pg_catalog.pg_partition_tree(" + relation + ") UNION ALL SELECT " + relation;
    }

    private List<Index> select(String which) {
        return session.query(
                SELECT + which,
                row -> new Index(
                        row.getLong(1), row.getString(2), row.getString(3), row.getBoolean(4), row.getLong(5)));
    }

    /** The backend of another session that is building an index of this table now; empty where none is. */
    Optional<Integer> builder(Index index) {
        return session.query(BUILDER.formatted(index.table()), row -> row.getInt(1)).stream()
                .findFirst();
    }

    /**
     * Whether an index is what a statement makes: the statement makes it once more, on an empty table, in a transaction that is
     * rolled back, and PostgreSQL says of both what they are.
     *
     * @return null where that could not be found out
     */
    @Nullable
    Boolean same(Index index, Recovery.IndexBuild build) {
        String table = Quote.identifier(build.table().name());
        String temporary = "pg_temp." + table;
        String message = "BEGIN;\nCREATE TEMPORARY TABLE " + table + " (LIKE " + written(build.table()) + ");\nCREATE "
                + (build.unique() ? "UNIQUE " : "") + "INDEX ON " + temporary + " " + build.definition() + "\n;\n"
                + SAME.formatted(index.oid(), Quote.literal(temporary)) + ";\nROLLBACK;";
        try {
            List<Boolean> same = session.query(message, row -> row.getBoolean(1));
            return same.size() == 1 ? same.get(0) : null;
        } catch (SqlFailure e) {
            if (e.lost()) {
                throw e;
            }
            return null;
        }
    }

    static String oids(List<Index> indexes) {
        return indexes.stream().map(index -> Long.toString(index.oid())).collect(Collectors.joining(","));
    }

    static String regclass(TableName name) {
        return "pg_catalog.to_regclass(" + Quote.literal(written(name)) + ")";
    }

    static String written(TableName name) {
        @Nullable String schema = name.schema();
        return schema == null ? Quote.identifier(name.name()) : Quote.qualified(schema, name.name());
    }
}
