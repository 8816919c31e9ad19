package dev.bailiwick.db.integrity;

import dev.bailiwick.db.session.HistoryChangedException;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.domain.Domain;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The histories of all other domains: nothing that a domain runs may change them, whatever it may touch, and guarded or not.
 * Their own runners may meanwhile, so that it is not asked what is in them, but what the open transaction has done to them.
 */
public final class OtherDomainHistories {
    /**
     * How each of them stands: which table it is, what this session has done to its rows, and whether it holds the lock of a
     * writer: a section can keep the server from counting rows.
     */
    private static final String STATE = """
            SELECT pg_catalog.concat(n.nspname, '.', c.relname) AS name,
                   pg_catalog.concat_ws(' ', c.oid, c.relfilenode, c.relpersistence,
                       pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid), pg_catalog.pg_stat_get_xact_tuples_updated(c.oid),
                       pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid),
                       EXISTS (SELECT FROM pg_catalog.pg_locks
                               WHERE pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()
                                 AND locktype OPERATOR(pg_catalog.=) 'relation' AND relation OPERATOR(pg_catalog.=) c.oid
                                 AND mode OPERATOR(pg_catalog.=) 'RowExclusiveLock')) AS state
            FROM pg_catalog.pg_class AS c
            JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
            WHERE %s
            """;

    private OtherDomainHistories() {}

    /**
     * Whether the open transaction may have changed one of them, by the locks that it holds: an SQL expression over
     * {@code lock}, relation and mode; false where a domain is alone.
     */
    public static String locked(Domain domain) {
        return domain.otherHistories().isEmpty()
                ? "false"
                : "EXISTS (SELECT FROM lock JOIN pg_catalog.pg_class AS c ON c.oid = relation"
                        + " JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace"
                        + " WHERE mode IN ('RowExclusiveLock', 'AccessExclusiveLock') AND relation >= 16384 AND "
                        + named(domain) + ")";
    }

    private static String named(Domain domain) {
        Stream<String> tables = domain.otherHistories().stream()
                .map(name -> name.substring(name.indexOf('.') + 1))
                .distinct();
        return "c.relname OPERATOR(pg_catalog.=) ANY (" + array(tables)
                + ") AND pg_catalog.concat(n.nspname, '.', c.relname) OPERATOR(pg_catalog.=) ANY ("
                + array(domain.otherHistories().stream()) + ")";
    }

    private static String array(Stream<String> names) {
        return names.map(Quote::literal).collect(Collectors.joining(", ", "ARRAY[", "]::pg_catalog.text[]"));
    }

    /** How each of them stands, by name; any role may ask. */
    public static Map<String, String> read(Session session, Domain domain) throws SQLException {
        Map<String, String> states = new LinkedHashMap<>();
        if (domain.otherHistories().isEmpty()) {
            return states;
        }
        try {
            session.query(
                    STATE.formatted(named(domain)), row -> states.put(row.getString("name"), row.getString("state")));
        } catch (SqlFailure e) {
            throw e.sqlException();
        }
        return states;
    }

    /**
     * Makes sure that they stand as they did.
     *
     * @param written the domains whose histories this transaction has written itself
     * @throws HistoryChangedException naming those that don't
     */
    public static void requireUnchanged(Map<String, String> before, Map<String, String> now, Collection<Domain> written)
            throws SQLException {
        Set<String> names = new HashSet<>(before.keySet());
        names.addAll(now.keySet());
        written.forEach(domain -> names.removeAll(domain.history()));
        List<String> changed = new ArrayList<>();
        names.stream()
                .filter(name -> !Objects.equals(before.get(name), now.get(name)))
                .sorted()
                .forEach(changed::add);
        if (!changed.isEmpty()) {
            throw HistoryChangedException.ofOthers(changed);
        }
    }
}
