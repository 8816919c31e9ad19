package dev.bailiwick.db.loss;

import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.model.domain.Domain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables and types that are there before a transaction, and which tables are known to hold no rows. */
public final class ObjectsBefore {
    /** The setting that the counters of rows hang on. */
    static final String COUNTERS = "track_counts";

    private static final String BEFORE = """
            SELECT c.oid::bigint, c.relfilenode::bigint, pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid),
                   pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid), lower(c.relname), c.relkind, i.inhparent::bigint
            FROM pg_catalog.pg_class AS c
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_inherits AS i ON c.relispartition AND i.inhrelid = c.oid
            WHERE c.relkind IN ('r', 'p', 'f', 'c') AND c.relpersistence <> 't' AND c.oid >= 16384
              AND n.nspname !~ '^pg_'
              AND n.nspname || '.' || c.relname <> ALL (string_to_array(%s, chr(10)))
            """;

    /** A superuser's function can switch the counters off and on again, so that nothing else tells. */
    private static final String COUNTING = """
            SELECT pg_catalog.current_setting('track_counts') = 'on' AND NOT EXISTS (
                SELECT FROM pg_catalog.pg_proc
                WHERE oid >= 16384 AND strpos(lower(prosrc || coalesce(proconfig::text, '')), 'track_counts') > 0)
            """;

    /** @param parent the table that it is a partition of; 0 where it is none */
    record Relation(char kind, long filenode, long inserted, long deleted, long parent) {}

    private final Map<Long, Relation> relations = new HashMap<>();
    private final Set<Long> empty = new LinkedHashSet<>();
    private boolean counted;

    private ObjectsBefore() {}

    /**
     * Remembers what is there.
     *
     * @param words names that the sections to come hold, in small letters: tables of these names are looked into at once
     * @param domains whose own tables are none of it
     */
    public static ObjectsBefore read(Session session, Collection<String> words, Collection<Domain> domains) {
        ObjectsBefore seen = new ObjectsBefore();
        List<Long> named = new ArrayList<>();
        String own = domains.stream()
                .flatMap(domain -> domain.ownTables().stream().map(table -> domain.schema() + "." + table))
                .collect(Collectors.joining("\n"));
        session.query(BEFORE.formatted(Quote.literal(own)), row -> {
            long oid = row.getLong(1);
            char kind = row.getString(6).charAt(0);
            seen.relations.put(oid, new Relation(kind, row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(7)));
            return kind == 'r' && words.contains(row.getString(5)) && named.add(oid);
        });
        seen.counted = !words.contains(COUNTERS)
                && session.query(COUNTING, row -> row.getBoolean(1)).get(0);
        new RowCounts(session)
                .tables(named).values().stream()
                        .filter(RowCounts.Table::empty)
                        .forEach(table -> seen.empty.add(table.oid));
        return seen;
    }

    /** Null where it was not there. */
    @Nullable
    Relation relation(long oid) {
        return relations.get(oid);
    }

    boolean contains(long oid) {
        return relations.containsKey(oid);
    }

    /** Whether it is known that the table held no rows. */
    boolean empty(long oid) {
        return empty.contains(oid);
    }

    /** Whether the server's counters can be relied on. */
    boolean counted() {
        return counted;
    }

    /** The topmost table that it is a partition of; itself where it is none. */
    long root(long oid) {
        Relation relation = relations.get(oid);
        return relation == null || relation.parent == 0 ? oid : root(relation.parent);
    }
}
