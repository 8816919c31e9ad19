-- What the open transaction has done beyond its domain, once guard_look.sql has seen that there may be something.
DO $bailiwick_judge$
DECLARE
    home CONSTANT text := :home;
    reach CONSTANT text[] := :reach;
    touches CONSTANT text[] := :touches;
    tracking CONSTANT oid[] := :tracking;
    -- A seed may fill the tables of the domains that its own requires.
    fills CONSTANT boolean := :fills;
    names CONSTANT refcursor := 'bailiwick_guard';
    top CONSTANT bigint := pg_current_xact_id()::text;
    beyond text[];
    gone text;
    seen text;
BEGIN
    WITH lock AS MATERIALIZED (
        SELECT CASE locktype WHEN 'relation' THEN 1259 ELSE classid END AS classid, coalesce(relation, objid) AS objid,
               bool_or(mode = 'RowExclusiveLock') AS writes,
               bool_or(mode IN ('ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock',
                                'AccessExclusiveLock')) AS changes
        FROM pg_locks
        WHERE pid = pg_backend_pid() AND mode NOT IN ('AccessShareLock', 'RowShareLock')
          AND (locktype = 'relation' AND relation >= 16384 OR locktype = 'object' AND classid = 1255)
        GROUP BY 1, 2
    ), far AS MATERIALIZED (
        SELECT oid, nspname, nspname = ANY (reach) AS required, xmin
        FROM pg_namespace
        WHERE nspname <> home AND nspname <> ALL (touches) AND nspname !~ '^pg_(toast|temp_|toast_temp_)'
    ), link AS MATERIALIZED (
        SELECT classid, objid, refclassid, refobjid, deptype, xmin AS x FROM pg_depend WHERE age(xmin) <= 0
    ), seen (kind, classid, objid, schema, name, refclassid, refobjid, refschema, refname, x) AS (
        -- Made in, or put into, another schema.
        SELECT 'creates', classid, objid, far.nspname, NULL::name, NULL::oid, NULL::oid, NULL::name, NULL::name, x
        FROM link JOIN far ON far.oid = link.refobjid WHERE link.refclassid = 2615
        UNION ALL
        -- Parts of a table elsewhere: index, trigger, policy, rule, constraint.
        SELECT 'creates', classid, objid, far.nspname, c.relname, NULL, NULL, NULL, NULL, x
        FROM link JOIN pg_class c ON c.oid = link.refobjid JOIN far ON far.oid = c.relnamespace
        WHERE link.refclassid = 1259 AND link.deptype = 'a' AND link.classid <> 1259
        UNION ALL
        SELECT 'creates', 1259, i.indexrelid, far.nspname, c.relname, NULL, NULL, NULL, NULL, i.xmin
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN far ON far.oid = c.relnamespace
        WHERE age(i.xmin) <= 0
        UNION ALL
        SELECT 'alters', 2615, oid, nspname, nspname, NULL, NULL, NULL, NULL, xmin FROM far WHERE age(xmin) <= 0
        UNION ALL
        -- Privileges and owners; the rest of what changes a table locks it.
        SELECT 'alters', 1259, c.oid, far.nspname, relname, NULL, NULL, NULL, NULL, c.xmin
        FROM pg_class c JOIN far ON far.oid = c.relnamespace
        WHERE age(c.xmin) <= 0 AND c.relkind NOT IN ('i', 'I')
          -- A foreign key marks the table that it leads to.
          AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.confrelid = c.oid AND k.conrelid <> c.oid
                          AND age(k.xmin) <= 0)
        UNION ALL
        SELECT 'alters', 1255, p.oid, far.nspname, proname, NULL, NULL, NULL, NULL, p.xmin
        FROM pg_proc p JOIN far ON far.oid = p.pronamespace WHERE age(p.xmin) <= 0
        UNION ALL
        SELECT 'alters', 1247, t.oid, far.nspname, typname, NULL, NULL, NULL, NULL, t.xmin
        FROM pg_type t JOIN far ON far.oid = t.typnamespace
        WHERE age(t.xmin) <= 0 AND t.typrelid = 0 AND t.typelem = 0 AND t.typtype <> 'm'
        UNION ALL
        SELECT 'alters', 826, d.oid, coalesce(far.nspname, ''), '', NULL, NULL, NULL, NULL, d.xmin
        FROM pg_default_acl d LEFT JOIN far ON far.oid = d.defaclnamespace
        WHERE age(d.xmin) <= 0 AND (far.oid IS NOT NULL OR d.defaclnamespace = 0 AND home <> 'public')
        UNION ALL
        SELECT 'creates', 3466, oid, '', evtname, NULL, NULL, NULL, NULL, xmin
        FROM pg_event_trigger WHERE age(xmin) <= 0 AND home <> 'public'
        UNION ALL
        SELECT 'alters', 1259, c.oid, far.nspname, c.relname, NULL, NULL, NULL, NULL, part.x
        FROM lock JOIN pg_class c ON c.oid = lock.objid JOIN far ON far.oid = c.relnamespace,
             LATERAL (SELECT xmin FROM pg_attribute WHERE attrelid = c.oid AND age(xmin) <= 0
                      UNION ALL
                      SELECT xmin FROM pg_trigger WHERE tgrelid = c.oid AND age(xmin) <= 0
                        AND (NOT tgisinternal OR tgenabled <> 'O')
                      UNION ALL
                      SELECT xmin FROM pg_description WHERE objoid = c.oid AND classoid = 1259 AND age(xmin) <= 0) part (x)
        WHERE lock.classid = 1259 AND lock.changes AND c.relkind NOT IN ('i', 'I')
        UNION ALL
        SELECT 'alters', 1255, p.oid, far.nspname, p.proname, NULL, NULL, NULL, NULL, d.xmin
        FROM lock JOIN pg_proc p ON p.oid = lock.objid JOIN far ON far.oid = p.pronamespace
        JOIN pg_description d ON d.objoid = p.oid AND d.classoid = 1255 AND age(d.xmin) <= 0
        WHERE lock.classid = 1255
        UNION ALL
        SELECT 'writes', 1259, c.oid, far.nspname, c.relname, NULL, NULL, NULL, NULL, NULL
        FROM lock JOIN pg_class c ON c.oid = lock.objid JOIN far ON far.oid = c.relnamespace
        WHERE lock.classid = 1259 AND lock.writes AND c.relkind IN ('r', 'p', 'f') AND NOT c.relispartition
          AND c.oid >= 16384 AND NOT (fills AND far.required)
        UNION ALL
        SELECT 'records', 1259, objid, '', NULL, NULL, NULL, NULL, NULL, NULL
        FROM lock WHERE classid = 1259 AND objid = ANY (tracking)
        UNION ALL
        SELECT 'refers', l.classid, l.objid, home, NULL, l.refclassid, l.refobjid, far.nspname, t.name, l.x
        FROM link l
        JOIN LATERAL (SELECT relnamespace, relname FROM pg_class WHERE oid = l.refobjid AND l.refclassid = 1259
                      UNION ALL
                      SELECT pronamespace, proname FROM pg_proc WHERE oid = l.refobjid AND l.refclassid = 1255
                      UNION ALL
                      SELECT typnamespace, typname FROM pg_type WHERE oid = l.refobjid AND l.refclassid = 1247
        ) AS t (schema, name) ON true
        JOIN far ON far.oid = t.schema AND NOT far.required
        WHERE l.deptype = 'n'
    )
    SELECT array_agg(DISTINCT concat_ws(E'\t', kind, o.type, seen.schema, own.name,
                                        translate(o.identity, E'\t\n', '  '), r.type, refschema, refname,
                                        translate(r.identity, E'\t\n', '  ')))
    INTO beyond
    FROM seen
    LEFT JOIN LATERAL (SELECT coalesce(type, '') AS type, name, coalesce(identity, '') AS identity
                       FROM pg_identify_object(classid, objid, 0)) AS o ON true
    LEFT JOIN LATERAL (SELECT type, identity FROM pg_identify_object(refclassid, refobjid, 0)) AS r ON refobjid IS NOT NULL
    -- A part, such as an identity column's sequence, goes by the name of its table.
    CROSS JOIN LATERAL (
        SELECT coalesce((SELECT c.relname FROM pg_depend d JOIN pg_class c ON c.oid = d.refobjid
                         WHERE d.classid = seen.classid AND d.objid = seen.objid AND d.deptype IN ('a', 'i')
                           AND d.refclassid = 1259 LIMIT 1), seen.name, o.name, '') AS name) AS own
    WHERE (x IS NULL OR CASE
               WHEN age(x) = 0 THEN true
               -- Below the horizon of this very query it is known to have been given out, above it a row that is seen is ours.
               WHEN top - age(x) < (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint) THEN pg_xact_status((top - age(x))::text::xid8) = 'in progress'
               ELSE age(x) > -1000000 END)
      AND seen.schema || '.' || own.name <> ALL (touches)
      AND coalesce(refschema || '.' || refname, '') <> ALL (touches)
      AND NOT EXISTS (SELECT FROM pg_depend m WHERE m.deptype = 'e'
                      AND (m.classid = seen.classid AND m.objid = seen.objid
                           OR m.classid = refclassid AND m.objid = refobjid));

    -- What was dropped is still locked, and the cursor from before the section still sees it.
    SELECT string_agg(classid || ':' || objid, ' ') INTO gone
    FROM (SELECT CASE locktype WHEN 'relation' THEN 1259 ELSE classid END AS classid, coalesce(relation, objid) AS objid
          FROM pg_locks
          WHERE pid = pg_backend_pid() AND mode = 'AccessExclusiveLock'
            AND (locktype = 'relation' AND relation >= 16384
                 OR locktype = 'object' AND classid IN (1255, 1247, 2615, 3079, 2620, 3256, 2618, 2606))) AS locked
    WHERE (pg_identify_object(classid, objid, 0)).identity IS NULL;
    IF gone IS NOT NULL AND EXISTS (SELECT FROM pg_cursors WHERE name = 'bailiwick_guard') THEN
        PERFORM set_config('bailiwick_run.look', format($look$
            WITH gone AS MATERIALIZED (
                SELECT split_part(pair, ':', 1)::oid AS classid, split_part(pair, ':', 2)::oid AS objid
                FROM unnest(string_to_array(%1$L, ' ')) AS pair
            ), known (classid, objid, type, schema, name, part) AS (
                SELECT classid, objid,
                       CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
                                    WHEN 'i' THEN 'index' WHEN 'I' THEN 'index' WHEN 'f' THEN 'foreign table'
                                    ELSE 'table' END,
                       relnamespace,
                       -- A part goes by the name of its table.
                       coalesce((SELECT t.relname FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
                                 WHERE i.indexrelid = objid),
                                (SELECT t.relname FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid
                                 WHERE d.classid = 1259 AND d.objid = gone.objid AND d.refclassid = 1259
                                   AND d.deptype IN ('a', 'i') LIMIT 1),
                                relname),
                       (SELECT format('%%I.%%I', nspname, relname) FROM pg_namespace WHERE pg_namespace.oid = relnamespace)
                FROM gone JOIN pg_class c ON c.oid = objid AND classid = 1259 WHERE relkind NOT IN ('t', 'c')
                UNION ALL
                SELECT classid, objid, CASE prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
                       pronamespace, proname, NULL
                FROM gone JOIN pg_proc p ON p.oid = objid AND classid = 1255
                UNION ALL
                SELECT classid, objid, 'type', typnamespace, typname, NULL
                FROM gone JOIN pg_type t ON t.oid = objid AND classid = 1247
                WHERE typtype <> 'm' AND typelem = 0
                  AND (typrelid = 0 OR (SELECT relkind FROM pg_class WHERE oid = typrelid) = 'c')
                UNION ALL
                SELECT classid, objid, 'schema', n.oid, nspname, nspname
                FROM gone JOIN pg_namespace n ON n.oid = objid AND classid = 2615
                UNION ALL
                SELECT classid, objid, 'extension', extnamespace, extname, extname
                FROM gone JOIN pg_extension e ON e.oid = objid AND classid = 3079
                UNION ALL
                SELECT classid, objid, p.type, relnamespace, relname,
                       format('%%I on %%s', p.name, format('%%I.%%I', nspname, relname))
                FROM gone JOIN (
                    SELECT 2620 AS catalog, oid, tgrelid AS relid, 'trigger' AS type, tgname AS name
                    FROM pg_trigger WHERE NOT tgisinternal
                    UNION ALL SELECT 3256, oid, polrelid, 'policy', polname FROM pg_policy
                    UNION ALL SELECT 2618, oid, ev_class, 'rule', rulename FROM pg_rewrite WHERE rulename <> '_RETURN'
                    UNION ALL SELECT 2606, oid, conrelid, 'constraint', conname FROM pg_constraint WHERE conrelid <> 0
                ) AS p ON p.catalog = classid AND p.oid = objid
                JOIN pg_class c ON c.oid = p.relid JOIN pg_namespace n ON n.oid = relnamespace
            )
            SELECT encode(convert_to(string_agg(concat_ws(E'\t', 'drops', type, nspname, name,
                       translate(coalesce(part, format('%%I.%%I', nspname, name)), E'\t\n', '  ')), E'\n'), 'UTF8'), 'hex') AS h
            FROM known JOIN pg_namespace n ON n.oid = known.schema
            WHERE nspname <> %2$L AND nspname !~ '^pg_(toast|temp_|toast_temp_)'
              AND nspname <> ALL (%3$L) AND nspname || '.' || name <> ALL (%3$L)
              AND NOT EXISTS (SELECT FROM pg_depend d
                              WHERE d.classid = known.classid AND d.objid = known.objid AND d.deptype = 'e')
        $look$, gone, home, touches), true);
        FETCH names INTO seen;
        beyond := beyond || string_to_array(
            convert_from(decode(substring(seen FROM '<h>([0-9a-f]*)</h>'), 'hex'), 'UTF8'), E'\n');
    END IF;

    IF cardinality(beyond) > 0 THEN
        RAISE :severity USING ERRCODE = 'BWGRD', MESSAGE = 'the guard of domain ' || home || ' has found something beyond it',
            DETAIL = array_to_string(beyond[1:200], E'\n');
    END IF;
END
$bailiwick_judge$
