package dev.bailiwick.db.recovery;

import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.model.history.SessionState;
import dev.bailiwick.model.history.SessionState.Entry;
import dev.bailiwick.model.history.SessionState.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what a session has that it did not have when it was fresh, and gives the same to another one as far as that can
 * be: settings and channels. The server is asked, whatever the statements say: a function or a trigger may have done it.
 */
public final class SessionStateReader {
    /** What may be the name of a setting that PostgreSQL doesn't know, which pg_settings doesn't show. */
    private static final Pattern CUSTOM = Pattern.compile("\\b[A-Za-z_][\\w$]*(?:\\.[A-Za-z_][\\w$]*)+");

    /** The same in what functions do, whichever of them the section calls. */
    private static final String CUSTOM_IN_FUNCTIONS = """
            SELECT DISTINCT m[1]
            FROM pg_catalog.pg_proc,
                 pg_catalog.regexp_matches(
                   prosrc, '(?:set_config\\s*\\(\\s*''|\\mset\\s+(?:session\\s+)?)([a-z_][\\w$]*(?:\\.[a-z_][\\w$]*)+)', 'gi') AS m
            WHERE pronamespace <> 'pg_catalog'::pg_catalog.regnamespace
            """;

    private static final String LOOK = """
            SELECT 'SETTING', name, setting FROM pg_catalog.pg_settings WHERE source = 'session'
            UNION ALL
            SELECT 'SETTING', 'session_authorization', session_user::pg_catalog.text
            UNION ALL
            SELECT 'SETTING', 'role', pg_catalog.current_setting('role')
            UNION ALL
            SELECT 'SETTING', c.name, pg_catalog.current_setting(c.name, true)
            FROM pg_catalog.unnest(%s::pg_catalog.text[]) AS c (name)
            WHERE pg_catalog.current_setting(c.name, true) IS NOT NULL
              AND NOT EXISTS (
                SELECT FROM pg_catalog.pg_settings AS s WHERE pg_catalog.lower(s.name) = pg_catalog.lower(c.name))
            UNION ALL
            SELECT t.kind, t.name, ''
            FROM (SELECT pg_catalog.pg_my_temp_schema()) AS own (temp),
                 LATERAL (
                   SELECT CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE' WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END,
                          relname::pg_catalog.text
                   FROM pg_catalog.pg_class
                   WHERE relnamespace = own.temp
                     AND relkind IN ('r', 'p', 'v', 'm', 'f', 'c', 'S')
                     AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend
                                     WHERE classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                       AND objid = pg_class.oid AND deptype IN ('a', 'i') AND relkind = 'S')
                   UNION ALL
                   SELECT 'TYPE', typname::pg_catalog.text FROM pg_catalog.pg_type
                   WHERE typnamespace = own.temp AND typtype IN ('d', 'e', 'r')
                   UNION ALL
                   SELECT 'FUNCTION', proname::pg_catalog.text FROM pg_catalog.pg_proc WHERE pronamespace = own.temp
                 ) AS t (kind, name)
            WHERE (SELECT pg_catalog.pg_my_temp_schema()) <> 0
            UNION ALL
            SELECT 'PREPARED', name, '' FROM pg_catalog.pg_prepared_statements WHERE from_sql
            UNION ALL
            SELECT 'CURSOR', name, '' FROM pg_catalog.pg_cursors WHERE is_holdable
            UNION ALL
            SELECT 'CHANNEL', channel, '' FROM pg_catalog.pg_listening_channels() AS l (channel)
            UNION ALL
            SELECT 'LOCK', CASE objsubid
                             WHEN 1 THEN ((classid::pg_catalog.int8 << 32) + objid::pg_catalog.int8)::pg_catalog.text
                             ELSE pg_catalog.concat_ws(' ', classid, objid)
                           END, ''
            FROM pg_catalog.pg_locks
            WHERE locktype = 'advisory' AND pid = pg_catalog.pg_backend_pid()
            ORDER BY 1, 2, 3
            """;

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private static final String USER = "session_authorization";
    private static final String ROLE = "role";

    private final Session session;
    private final String query;

    /** What it had when it was fresh; null where it may not be looked at. */
    private final @Nullable List<Entry> fresh;

    /** A session that is fresh, but for the settings that every section begins with. */
    public SessionStateReader(SectionRun unit, Session session) {
        this.session = session;
        Set<String> names = CUSTOM.matcher(unit.text())
                .region(unit.section().start(), unit.section().end())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(HashSet::new));
        if (unit.parts().stream().anyMatch(part -> !part.mayLeave().isEmpty())) {
            names.addAll(session.query(CUSTOM_IN_FUNCTIONS, row -> row.getString(1)));
        }
        this.query = LOOK.formatted(
                names.isEmpty()
                        ? "'{}'"
                        : names.stream().sorted().map(Quote::literal).collect(Collectors.joining(", ", "ARRAY[", "]")));
        this.fresh = fresh();
    }

    private @Nullable List<Entry> fresh() {
        try {
            return entries();
        } catch (SqlFailure e) {
            if (e.sqlState().equals(INSUFFICIENT_PRIVILEGE)) {
                return null;
            }
            throw e;
        }
    }

    public Session session() {
        return session;
    }

    private List<Entry> entries() {
        return session.query(
                query, row -> new Entry(Kind.valueOf(row.getString(1)), row.getString(2), row.getString(3)));
    }

    private static Map<String, String> settings(List<Entry> entries) {
        Map<String, String> settings = new LinkedHashMap<>();
        entries.stream()
                .filter(entry -> entry.kind() == Kind.SETTING)
                .forEach(entry -> settings.put(entry.name(), entry.value()));
        return settings;
    }

    /** What it has now, after so many statements; nothing is known where it may not be looked at. */
    public SessionState after(int statements) {
        if (fresh == null) {
            return SessionState.FRESH;
        }
        List<Entry> now = entries();
        Set<String> set = settings(now).keySet();
        List<Entry> left = new ArrayList<>(now);
        left.removeAll(fresh);
        settings(fresh).keySet().stream()
                .filter(name -> !set.contains(name))
                .forEach(name -> left.add(new Entry(Kind.RESET, name, "")));
        return new SessionState(statements, left);
    }

    /** Gives the session what another one had; who it runs as comes last, for whom other settings may be forbidden. */
    void restore(SessionState state) throws SQLException {
        StringBuilder settings = new StringBuilder("RESET ROLE;\n");
        String user = "";
        Entry role = new Entry(
                Kind.SETTING, ROLE, settings(fresh == null ? List.of() : fresh).getOrDefault(ROLE, "none"));
        for (Entry entry : state.entries()) {
            if (entry.kind() == Kind.SETTING && entry.name().equals(ROLE)) {
                role = entry;
            } else if (entry.kind() == Kind.SETTING && entry.name().equals(USER)) {
                user = set(entry);
            } else if (entry.kind() == Kind.SETTING) {
                settings.append(set(entry));
            } else if (entry.kind() == Kind.RESET) {
                settings.append("RESET ").append(quoted(entry.name())).append(";\n");
            } else if (entry.kind() == Kind.CHANNEL) {
                settings.append("LISTEN ")
                        .append(Quote.identifier(entry.name()))
                        .append(";\n");
            }
        }
        if (state.entries().stream().anyMatch(Entry::restorable)) {
            session.run(settings + user + set(role));
        }
    }

    /** The name of a setting, which may have parts; it comes from a row that people may have written into. */
    private static String quoted(String name) {
        return Arrays.stream(name.split("\\.")).map(Quote::identifier).collect(Collectors.joining("."));
    }

    private static String set(Entry entry) {
        return "SELECT pg_catalog.set_config(" + Quote.literal(entry.name()) + ", " + Quote.literal(entry.value())
                + ", false);\n";
    }
}
