package dev.bailiwick.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;

/**
 * Everything that schemas hold, as sorted lines of text without any oid: two databases with the same lines were built
 * alike. Ordinary assertions on the lines show what differs.
 *
 * <p>A column's position is the one among the living columns. Members of extensions are left out, their extension is there.
 * Not covered: operators and their classes, casts, text search, foreign data, publications, event triggers, table rows.
 */
public final class Catalog {
    private static final String QUERY = """
            WITH ns AS (
                SELECT oid, nspname, nspowner, nspacl FROM pg_namespace WHERE nspname = ANY (?)
            ),
            member AS (
                SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
            ),
            rel AS (
                SELECT c.*, c.oid::regclass::text AS name
                FROM pg_class c JOIN ns ON ns.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c')
                  AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
            ),
            typ AS (
                SELECT t.*, t.oid::regtype::text AS name
                FROM pg_type t JOIN ns ON ns.oid = t.typnamespace
                LEFT JOIN pg_class c ON c.oid = t.typrelid
                WHERE t.typtype IN ('e', 'd', 'r', 'm', 'b', 'c')
                  AND (t.typrelid = 0 OR c.relkind = 'c')
                  AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
                  AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid)
            ),
            fun AS (
                SELECT p.*, p.oid::regprocedure::text AS name
                FROM pg_proc p JOIN ns ON ns.oid = p.pronamespace
                WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_proc'::regclass AND m.objid = p.oid)
            ),
            acl (kind, name, owner, items) AS (
                SELECT 'schema', quote_ident(nspname), nspowner, coalesce(nspacl, acldefault('n', nspowner)) FROM ns
                UNION ALL
                SELECT 'relation', name, relowner,
                       coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, relowner))
                FROM rel WHERE relkind <> 'c'
                UNION ALL
                SELECT 'type', name, typowner, coalesce(typacl, acldefault('T', typowner)) FROM typ
                UNION ALL
                SELECT 'function', name, proowner, coalesce(proacl, acldefault('f', proowner)) FROM fun
            ),
            line (text) AS (
                SELECT format('%s %s: owner %I, privileges %s', kind, name, pg_get_userbyid(owner),
                              (SELECT string_agg(i::text, ' ' ORDER BY i::text) FROM unnest(items) i))
                FROM acl
                UNION ALL
                SELECT format('relation %s: kind %s, persistence %s, method %s, options %s, row security %s %s, replica identity %s',
                              name, relkind, relpersistence, am.amname, reloptions, relrowsecurity, relforcerowsecurity,
                              relreplident)
                       || coalesce(', partition by ' || CASE relkind WHEN 'p' THEN pg_get_partkeydef(rel.oid) END, '')
                       || coalesce(', partition ' || pg_get_expr(relpartbound, rel.oid), '')
                       || coalesce(', inherits ' || (SELECT string_agg(inhparent::regclass::text, ' ' ORDER BY inhseqno)
                                                     FROM pg_inherits WHERE inhrelid = rel.oid), '')
                       || coalesce(', of ' || nullif(reloftype, 0)::regtype::text, '')
                       || coalesce(', tablespace ' || (SELECT spcname FROM pg_tablespace t WHERE t.oid = reltablespace), '')
                FROM rel LEFT JOIN pg_am am ON am.oid = rel.relam
                UNION ALL
                SELECT format('column %s %s %I: %s', rel.name,
                              lpad((row_number() OVER (PARTITION BY attrelid ORDER BY attnum))::text, 4, '0'),
                              attname, format_type(atttypid, atttypmod))
                       || CASE WHEN attnotnull THEN ' not null' ELSE '' END
                       || CASE attidentity WHEN 'a' THEN ' identity always' WHEN 'd' THEN ' identity by default'
                                           ELSE '' END
                       || CASE attgenerated WHEN '' THEN '' ELSE ' generated ' || attgenerated::text END
                       || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
                       || coalesce(' collate ' || CASE WHEN attcollation <> t.typcollation
                                                       THEN attcollation::regcollation::text END, '')
                       || ' storage ' || attstorage::text || attcompression::text
                       || CASE WHEN attislocal THEN '' ELSE ' inherited' END
                       || coalesce(' statistics ' || nullif(attstattarget, -1), '')
                       || coalesce(' options ' || attoptions::text, '')
                       || coalesce(' privileges ' || (SELECT string_agg(i::text, ' ' ORDER BY i::text)
                                                      FROM unnest(attacl) i), '')
                FROM rel
                JOIN pg_attribute a ON a.attrelid = rel.oid AND attnum > 0 AND NOT attisdropped
                JOIN pg_type t ON t.oid = atttypid
                LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                WHERE relkind <> 'S'
                UNION ALL
                SELECT format('constraint %s %I: %s', coalesce(rel.name, typ.name), conname, pg_get_constraintdef(k.oid))
                       || CASE WHEN coninhcount > 0 THEN ' inherited' ELSE '' END
                FROM pg_constraint k
                LEFT JOIN rel ON rel.oid = conrelid
                LEFT JOIN typ ON typ.oid = contypid
                WHERE rel.oid IS NOT NULL OR typ.oid IS NOT NULL
                UNION ALL
                SELECT format('index %s: %s%s%s%s%s', indexrelid::regclass, pg_get_indexdef(indexrelid),
                              CASE WHEN indisvalid THEN '' ELSE ' invalid' END,
                              CASE WHEN indisready THEN '' ELSE ' not ready' END,
                              CASE WHEN indisclustered THEN ' clustered' ELSE '' END,
                              CASE WHEN indisreplident THEN ' replica identity' ELSE '' END)
                FROM pg_index JOIN rel ON rel.oid = indrelid
                UNION ALL
                SELECT format('view %s: %s', name, pg_get_viewdef(oid)) FROM rel WHERE relkind IN ('v', 'm')
                UNION ALL
                SELECT format('rule %s %I: %s, %s', name, rulename, pg_get_ruledef(r.oid), ev_enabled)
                FROM pg_rewrite r JOIN rel ON rel.oid = ev_class WHERE rulename <> '_RETURN'
                UNION ALL
                SELECT format('function %s: %s', name, CASE prokind
                    WHEN 'a' THEN (SELECT format('aggregate %s %s %s %s %s %s', aggtransfn, aggfinalfn, aggcombinefn,
                                                 aggtranstype::regtype, agginitval, aggsortop::regoperator)
                                   FROM pg_aggregate WHERE aggfnoid = fun.oid)
                    ELSE pg_get_functiondef(fun.oid) END)
                FROM fun
                UNION ALL
                SELECT format('trigger %s %I: %s, enabled %s', name, tgname, pg_get_triggerdef(t.oid), tgenabled)
                FROM pg_trigger t JOIN rel ON rel.oid = tgrelid WHERE NOT tgisinternal
                UNION ALL
                SELECT format('policy %s %I: command %s, permissive %s, to %s, using %s, check %s', name, polname, polcmd,
                              polpermissive,
                              (SELECT string_agg(CASE r WHEN 0 THEN 'public' ELSE pg_get_userbyid(r)::text END, ' '
                                                 ORDER BY CASE r WHEN 0 THEN 'public' ELSE pg_get_userbyid(r)::text END)
                               FROM unnest(polroles) r),
                              pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
                FROM pg_policy JOIN rel ON rel.oid = polrelid
                UNION ALL
                SELECT format('type %s: ', name) || CASE typtype
                    WHEN 'e' THEN 'enum ' || (SELECT string_agg(quote_literal(enumlabel), ' ' ORDER BY enumsortorder)
                                              FROM pg_enum WHERE enumtypid = typ.oid)
                    WHEN 'd' THEN format('domain %s%s%s%s', format_type(typbasetype, typtypmod),
                                         CASE WHEN typnotnull THEN ' not null' ELSE '' END,
                                         ' default ' || typdefault,
                                         ' collate ' || nullif(typcollation, 0)::regcollation)
                    WHEN 'r' THEN (SELECT format('range of %s, %s %s %s', rngsubtype::regtype, rngcollation::regcollation,
                                                 rngcanonical, rngsubdiff)
                                   FROM pg_range WHERE rngtypid = typ.oid)
                    WHEN 'c' THEN 'composite'
                    ELSE 'kind ' || typtype::text END
                FROM typ
                UNION ALL
                SELECT format('sequence %s: %s start %s increment %s min %s max %s cache %s cycle %s, owned by %s', name,
                              seqtypid::regtype, seqstart, seqincrement, seqmin, seqmax, seqcache, seqcycle,
                              (SELECT format('%s.%I', refobjid::regclass, attname)
                               FROM pg_depend JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
                               WHERE classid = 'pg_class'::regclass AND objid = rel.oid AND deptype IN ('a', 'i')
                                 AND refclassid = 'pg_class'::regclass))
                FROM pg_sequence JOIN rel ON rel.oid = seqrelid
                UNION ALL
                SELECT format('statistics %s', pg_get_statisticsobjdef(s.oid))
                FROM pg_statistic_ext s JOIN ns ON ns.oid = stxnamespace
                UNION ALL
                SELECT format('collation %I.%I: %s', nspname, collname,
                              to_jsonb(c) - '{oid,collowner,collnamespace,collname,collversion}'::text[])
                FROM pg_collation c JOIN ns ON ns.oid = collnamespace
                UNION ALL
                SELECT format('extension %I: %s in %I', extname, extversion, nspname)
                FROM pg_extension JOIN ns ON ns.oid = extnamespace
                UNION ALL
                SELECT format('default privileges of %I in %I for %s: %s', pg_get_userbyid(defaclrole), nspname,
                              defaclobjtype,
                              (SELECT string_agg(i::text, ' ' ORDER BY i::text) FROM unnest(defaclacl) i))
                FROM pg_default_acl JOIN ns ON ns.oid = defaclnamespace
                UNION ALL
                SELECT format('comment on %s %s: %s', o.type, o.identity, description)
                FROM pg_description d CROSS JOIN LATERAL pg_identify_object(classoid, objoid, objsubid) o
                WHERE (o.schema IN (SELECT nspname FROM ns)
                       OR o.type = 'schema' AND o.name IN (SELECT quote_ident(nspname) FROM ns)
                       OR EXISTS (SELECT FROM ns WHERE strpos(o.identity, ' on ' || quote_ident(nspname) || '.') > 0)
                       OR classoid = 'pg_extension'::regclass
                          AND EXISTS (SELECT FROM pg_extension x JOIN ns ON ns.oid = extnamespace WHERE x.oid = objoid))
                  AND NOT EXISTS (SELECT FROM member m WHERE m.classid = d.classoid AND m.objid = d.objoid)
            )
            SELECT replace(text, E'\\n', '\\n') FROM line ORDER BY text COLLATE "C"
            """;

    private Catalog() {}

    /** The lines of some schemas. */
    public static List<String> of(TestDatabase database, String... schemas) {
        try (Connection connection = database.connect()) {
            return of(connection, schemas);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same as a transaction sees them. Leaves the session's search_path as it was. */
    public static List<String> of(Connection connection, String... schemas) throws SQLException {
        String path;
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT quote_literal(current_setting('search_path'))")) {
                row.next();
                path = row.getString(1);
            }
            statement.execute("SET search_path = pg_catalog"); // so that every name comes with its schema
        }
        try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setArray(1, connection.createArrayOf("name", schemas));
            try (ResultSet rows = query.executeQuery()) {
                return Arrays.asList(TestDatabase.lines(rows).split("\n"));
            }
        } finally {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT set_config('search_path', " + path + ", false)");
            }
        }
    }
}
