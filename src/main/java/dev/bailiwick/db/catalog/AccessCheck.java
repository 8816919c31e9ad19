package dev.bailiwick.db.catalog;

import dev.bailiwick.db.catalog.DomainRights.May;
import dev.bailiwick.db.history.TrackingTables;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.model.domain.Domain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;

/** Looks what a login is and what it may do; changes nothing. */
public final class AccessCheck {
    private static final int PINGS = 5;

    /** has_…_privilege() checks the rights of current_user, and so do the statements of a run. */
    private static final String FACTS = """
            SELECT r.rolname AS acts_as,
                   r.rolsuper AS superuser,
                   current_setting('server_encoding') AS encoding,
                   s.version AS tls_version,
                   s.cipher AS tls_cipher
            FROM pg_roles AS r
            LEFT JOIN pg_stat_ssl AS s ON s.pid = pg_backend_pid() AND s.ssl
            WHERE r.rolname = current_user
            """;

    /** What is asked of a schema, table or role that isn't there is null, and so not lacking. */
    private static final String RIGHTS = """
            SELECT n.oid IS NOT NULL AS has_schema,
                   t.oid IS NOT NULL AS has_table,
                   t.oid IS NOT NULL
                       AND (SELECT count(*)
                            FROM pg_attribute
                            WHERE attrelid = t.oid
                              AND attnum > 0
                              AND NOT attisdropped
                              AND attname = ANY (string_to_array(:columns, ','))) < :needed AS stranger,
                   (SELECT string_agg(lacking.privileges || lacking.object, chr(10) ORDER BY lacking.first)
                    FROM (SELECT string_agg(w.privilege, ', ' ORDER BY w.number) AS privileges, w.object,
                                 min(w.number) AS first
                          FROM (VALUES
                              (1, 'USAGE', ' on schema ' || d.schema, has_schema_privilege(n.oid, 'USAGE')),
                              (2, 'CREATE', ' on schema ' || d.schema,
                               has_schema_privilege(n.oid, 'CREATE') OR d.role <> '' AND t.oid IS NOT NULL),
                              (3, 'CREATE', ' on database ' || current_database(),
                               n.oid IS NOT NULL OR has_database_privilege(current_database(), 'CREATE')),
                              (4, 'SELECT', ' on ' || d.schema || '.' || d.tracking, has_table_privilege(t.oid, 'SELECT')),
                              (5, 'INSERT', ' on ' || d.schema || '.' || d.tracking, has_table_privilege(t.oid, 'INSERT')),
                              (6, 'UPDATE', ' on ' || d.schema || '.' || d.tracking, has_table_privilege(t.oid, 'UPDATE')),
                              (7, 'DELETE', ' on ' || d.schema || '.' || d.tracking, has_table_privilege(t.oid, 'DELETE')),
                              (8, 'SELECT', ' on ' || d.schema || '.' || d.log, has_table_privilege(l.oid, 'SELECT')),
                              (9, 'INSERT', ' on ' || d.schema || '.' || d.log, has_table_privilege(l.oid, 'INSERT')),
                              (10, 'the role ' || d.role, ', which this server doesn''t have', d.role = '' OR r.oid IS NOT NULL),
                              (11, 'membership', ' in role ' || d.role, pg_has_role(current_user, r.oid, :member)),
                              (12, 'USAGE', ' on schema ' || d.schema || ' for role ' || d.role,
                               has_schema_privilege(r.oid, n.oid, 'USAGE')),
                              (13, 'CREATE', ' on schema ' || d.schema || ' for role ' || d.role,
                               has_schema_privilege(r.oid, n.oid, 'CREATE'))
                          ) AS w (number, privilege, object, granted)
                          WHERE NOT w.granted
                          GROUP BY w.object) AS lacking) AS lacks,
                   NOT coalesce(has_schema_privilege(n.oid, 'USAGE')
                                    AND coalesce(has_table_privilege(t.oid, 'SELECT'), true)
                                    AND coalesce(has_table_privilege(l.oid, 'SELECT'), true), true) AS blind
            FROM (VALUES (:schema, :tracking, :log, :role)) AS d (schema, tracking, log, role)
            LEFT JOIN pg_namespace AS n ON n.nspname = d.schema
            LEFT JOIN pg_class AS t ON t.relnamespace = n.oid AND t.relname = d.tracking
            LEFT JOIN pg_class AS l ON l.relnamespace = n.oid AND l.relname = d.log
            LEFT JOIN pg_roles AS r ON r.rolname = d.role
            """;

    /** Since version 16 being a member and being allowed to SET ROLE are two things. */
    private static final int SET_OPTION = 160000;

    private final Session session;

    public AccessCheck(Session session) {
        this.session = session;
    }

    public LoginFacts facts() {
        long micros = roundTrip();
        return session.ask(handle -> handle.createQuery(FACTS)
                .map((row, context) -> new LoginFacts(
                        row.getString("acts_as"),
                        row.getBoolean("superuser"),
                        row.getString("encoding"),
                        row.getString("tls_version"),
                        row.getString("tls_cipher"),
                        micros))
                .one());
    }

    /** The rights in each domain, in their order. */
    public List<DomainRights> rights(Collection<Domain> domains) {
        List<DomainRights> rights = new ArrayList<>();
        for (Domain domain : domains) {
            rights.add(rights(domain));
        }
        return rights;
    }

    private DomainRights rights(Domain domain) {
        String member = session.info().versionNumber() < SET_OPTION ? "MEMBER" : "SET";
        return session.ask(handle -> handle.createQuery(RIGHTS)
                .bind("columns", String.join(",", TrackingTables.TRACKING_COLUMNS))
                .bind("needed", TrackingTables.TRACKING_COLUMNS.size())
                .bind("member", member)
                .bind("schema", domain.schema())
                .bind("tracking", domain.table())
                .bind("log", domain.logTable())
                .bind("role", domain.role() == null ? "" : domain.role())
                .map((row, context) -> {
                    String lacks = row.getString("lacks");
                    boolean stranger = row.getBoolean("stranger");
                    May may =
                            row.getBoolean("blind") ? May.NOTHING : lacks == null && !stranger ? May.MIGRATE : May.READ;
                    return new DomainRights(
                            domain,
                            row.getBoolean("has_schema"),
                            row.getBoolean("has_table"),
                            stranger,
                            may,
                            lacks == null ? List.of() : lacks.lines().toList());
                })
                .one());
    }

    /** The quickest of a few: the others waited for something else. */
    private long roundTrip() {
        return LongStream.range(0, PINGS)
                .map(ping -> {
                    long begin = System.nanoTime();
                    session.ask(handle -> handle.execute("SELECT 1"));
                    return (System.nanoTime() - begin) / 1000;
                })
                .min()
                .orElseThrow();
    }
}
