-- What the open transaction has done beyond its domain, once guard_look.sql has seen that there may be something. Of each
-- catalog, the rows that are gone since the section's begin are compared with those that are there now: what they say and
-- which object they belong to. The old ones are told by the cursor that was opened before the section.
DO $bailiwick_judge$
DECLARE
    home CONSTANT text := :home;
    reach CONSTANT text[] := :reach;
    touches CONSTANT text[] := :touches;
    tracking CONSTANT oid[] := :tracking;
    -- A seed may fill the tables of the domains that its own requires.
    fills CONSTANT boolean := :fills;
    before CONSTANT refcursor := 'bailiwick_guard';
    top CONSTANT bigint := pg_current_xact_id()::text;
    started CONSTANT bigint[] := string_to_array(nullif(current_setting('bailiwick_run.written', true), ''), ' ')::bigint[];
    wrote CONSTANT text[] := string_to_array(nullif(current_setting('bailiwick_run.wrote', true), ''), ' ');
    counts CONSTANT boolean := :counted AND started IS NOT NULL AND current_setting('track_counts') = 'on';
    catalogs oid[];
    replaced boolean;
    classes oid[];
    places text;
    sheet text;
    query text;
    seen text;
    old jsonb := '[]';
    now jsonb;
    beyond text[];
BEGIN
    SELECT array_agg(k), bool_or(u <> 0 OR d <> 0)
    INTO catalogs, replaced
    FROM (SELECT k, pg_stat_get_xact_tuples_inserted(k) - started[3 * n - 1] AS i,
                 pg_stat_get_xact_tuples_updated(k) - started[3 * n] AS u,
                 pg_stat_get_xact_tuples_deleted(k) - started[3 * n + 1] AS d
          FROM unnest('{:catalogs}'::oid[]) WITH ORDINALITY AS c (k, n)) AS counter
    WHERE NOT counts OR i <> 0 OR u <> 0 OR d <> 0;

    -- The rows of the catalogs that this transaction has written or taken away. A row belongs to an object; where it is the
    -- object itself it is main. What the server sets by itself in another's row (hints) doesn't count. source refers to the
    -- object where that is set; a row of unit counts only where it was there before and is there now.
    SELECT string_agg(format(
        'SELECT %s::oid AS k, (%s)::oid AS c, (%s)::oid AS o, %s AS main, %s AS unit, %s::oid AS f, %s::oid AS g,'
            ' t.xmin::text AS i, t.xmax::text AS x, (to_jsonb(t) - %L::text[])::text AS j FROM pg_catalog.%s AS t'
            ' WHERE (age(t.xmin) <= 0 OR age(t.xmax) <= 0) AND (%s)',
        k, c, o, main, unit, f, g, hints, catalog, condition), E'\nUNION ALL\n')
    INTO query
    FROM (VALUES
        (1259, 'pg_class', $$CASE t.relkind WHEN 'c' THEN 1247 ELSE 1259 END$$, $$CASE t.relkind WHEN 'c' THEN t.reltype ELSE t.oid END$$,
         $$t.relkind <> 'c'$$, 'NULL::oid', 'NULL', 'NULL', $$t.relkind <> 't'$$,
         '{relhastriggers,relhassubclass,relhasrules,relhasindex,relpages,reltuples,relallvisible,relallfrozen,relfrozenxid,relminmxid}'),
        (1249, 'pg_attribute', $$CASE WHEN (SELECT relkind FROM pg_class WHERE oid = t.attrelid) = 'c' THEN 1247 ELSE 1259 END$$,
         $$(SELECT CASE relkind WHEN 'c' THEN reltype ELSE oid END FROM pg_class WHERE oid = t.attrelid)$$,
         'false', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (2604, 'pg_attrdef', '1259', 't.adrelid', 'false', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (2610, 'pg_index', '1259', 't.indexrelid', 'false', 'NULL::oid', 'NULL', 'NULL', 'true', '{indcheckxmin}'),
        (2224, 'pg_sequence', '1259', 't.seqrelid', 'false', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (2611, 'pg_inherits', '1259', 't.inhrelid', 'false', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (2611, 'pg_inherits', '1259', 't.inhparent', 'false', 'NULL::oid', 'NULL', 'NULL',
         $$(SELECT relkind FROM pg_class WHERE oid = t.inhparent) = 'p'$$, '{}'),
        (3350, 'pg_partitioned_table', '1259', 't.partrelid', 'false', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (3118, 'pg_foreign_table', '1259', 't.ftrelid', 'false', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (1255, 'pg_proc', '1255', 't.oid', 'true', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (2600, 'pg_aggregate', '1255', 't.aggfnoid', 'false', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        -- Row types, arrays and multiranges are where their tables and elements are.
        (1247, 'pg_type', '1247', 't.oid', 'true', 'NULL::oid', 'NULL', 'NULL',
         $$t.typtype <> 'm' AND t.typelem = 0 AND (t.typrelid = 0 OR (SELECT relkind FROM pg_class WHERE oid = t.typrelid) = 'c')$$, '{}'),
        (3501, 'pg_enum', '1247', 't.enumtypid', 'false', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (3541, 'pg_range', '1247', 't.rngtypid', 'false', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (2606, 'pg_constraint', '2606', 't.oid', 'true', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (2620, 'pg_trigger', '2620', 't.oid', 'true', 'NULL::oid', 'NULL', 'NULL', 'NOT t.tgisinternal', '{}'),
        -- A foreign key brings triggers for the table that it leads to; only who switches them changes that one.
        (2620, 'pg_trigger', '1259', 't.tgrelid', 'false', 't.oid', 'NULL', 'NULL', 't.tgisinternal', '{}'),
        (3256, 'pg_policy', '3256', 't.oid', 'true', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (2618, 'pg_rewrite', $$CASE t.rulename WHEN '_RETURN' THEN 1259 ELSE 2618 END$$, $$CASE t.rulename WHEN '_RETURN' THEN t.ev_class ELSE t.oid END$$,
         $$t.rulename <> '_RETURN'$$, 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (2617, 'pg_operator', '2617', 't.oid', 'true', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (2616, 'pg_opclass', '2616', 't.oid', 'true', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (2753, 'pg_opfamily', '2753', 't.oid', 'true', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (2602, 'pg_amop', '2753', 't.amopfamily', 'false', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (2603, 'pg_amproc', '2753', 't.amprocfamily', 'false', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (3456, 'pg_collation', '3456', 't.oid', 'true', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (2607, 'pg_conversion', '2607', 't.oid', 'true', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (3602, 'pg_ts_config', '3602', 't.oid', 'true', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (3603, 'pg_ts_config_map', '3602', 't.mapcfg', 'false', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (3600, 'pg_ts_dict', '3600', 't.oid', 'true', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (3601, 'pg_ts_parser', '3601', 't.oid', 'true', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (3764, 'pg_ts_template', '3764', 't.oid', 'true', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (3381, 'pg_statistic_ext', '3381', 't.oid', 'true', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        -- Statistics are about a table, whatever schema they are in.
        (3381, 'pg_statistic_ext', '1259', 't.stxrelid', 'false', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (2615, 'pg_namespace', '2615', 't.oid', 'true', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (3079, 'pg_extension', '3079', 't.oid', 'true', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (826, 'pg_default_acl', '826', 't.oid', 'false', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (3466, 'pg_event_trigger', '3466', 't.oid', 'true', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (2609, 'pg_description', 't.classoid', 't.objoid', 'false', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (3596, 'pg_seclabel', 't.classoid', 't.objoid', 'false', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (6106, 'pg_publication_rel', '1259', 't.prrelid', 'false', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (6237, 'pg_publication_namespace', '2615', 't.pnnspid', 'false', 'NULL::oid', 'NULL', 'NULL', 'true', '{}'),
        (2608, 'pg_depend', 't.classid', 't.objid', 'false', 'NULL::oid', 'NULL', 'NULL',
         $$t.deptype IN ('e', 'x') OR t.deptype = 'a' AND t.classid = 1259 AND t.refclassid = 1259$$, '{}'),
        (2608, 'pg_depend', 't.refclassid', 't.refobjid', 'false', 'NULL::oid', 'NULL', 'NULL',
         $$t.deptype = 'e' AND t.refclassid = 3079$$, '{}'),
        (2608, 'pg_depend', 't.refclassid', 't.refobjid', 'false', 'NULL::oid', 't.classid', 't.objid',
         $$t.deptype = 'n' AND t.refclassid NOT IN (2615, 3079)$$, '{}'),
        (1262, 'pg_database', '1262', 't.oid', 'false', 'NULL::oid', 'NULL', 'NULL',
         't.datname = current_database()', '{datfrozenxid,datminmxid}'),
        (2964, 'pg_db_role_setting', '1262', 't.setdatabase', 'false', 'NULL::oid', 'NULL', 'NULL', 't.setdatabase <> 0', '{}'),
        (2396, 'pg_shdescription', 't.classoid', 't.objoid', 'false', 'NULL::oid', 'NULL', 'NULL', 't.classoid = 1262', '{}'),
        (3592, 'pg_shseclabel', 't.classoid', 't.objoid', 'false', 'NULL::oid', 'NULL', 'NULL', 't.classoid = 1262', '{}')
    ) AS sheet (k, catalog, c, o, main, unit, f, g, condition, hints)
    WHERE k = ANY (catalogs) AND to_regclass('pg_catalog.' || catalog) IS NOT NULL;

    -- Objects of which classes there may be among them, where rows were only added: a plan for all of them takes its time.
    IF NOT (replaced OR NOT counts OR started[1] = 0) THEN
        SELECT array_agg(c) INTO classes
        FROM (SELECT unnest(catalogs || '{1259,1247}'::oid[])
              UNION SELECT class FROM (VALUES (2600, 1255), (2602, 2753), (2603, 2753), (3603, 3602), (2964, 1262), (2396, 1262),
                                              (3592, 1262), (6237, 2615)) AS part (k, class)
                    WHERE k = ANY (catalogs)
              UNION SELECT classoid FROM pg_description WHERE age(xmin) <= 0
              UNION SELECT classoid FROM pg_seclabel WHERE age(xmin) <= 0
              UNION SELECT unnest(ARRAY[classid, refclassid]) FROM pg_depend WHERE age(xmin) <= 0) AS r (c);
    END IF;

    -- Where each object is, and what touches calls it there: a part of a table goes by the table's name.
    SELECT $$SELECT r.relnamespace AS namespace,
               coalesce((SELECT y.relname FROM pg_index i JOIN pg_class y ON y.oid = i.indrelid
                         WHERE i.indexrelid = r.oid),
                        (SELECT y.relname FROM pg_depend d JOIN pg_class y ON y.oid = d.refobjid
                         WHERE d.classid = 1259 AND d.objid = r.oid AND d.refclassid = 1259
                           AND d.deptype IN ('a', 'i') AND r.relkind = 'S' LIMIT 1),
                        r.relname) AS name,
               CASE r.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
                              WHEN 'i' THEN 'index' WHEN 'I' THEN 'index' WHEN 'f' THEN 'foreign table'
                              ELSE 'table' END AS type,
               r.relname AS own, false AS part
        FROM pg_class r WHERE s.c = 1259 AND r.oid = s.o$$ || coalesce(string_agg(E'\nUNION ALL\n' || place, ''), '')
    INTO places
    FROM (VALUES
        (1255, $$SELECT pronamespace, proname, CASE prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
               proname, false
        FROM pg_proc WHERE s.c = 1255 AND oid = s.o$$),
        (1247, $$SELECT typnamespace, typname, 'type', typname, false FROM pg_type WHERE s.c = 1247 AND oid = s.o$$),
        (2620, $$SELECT r.relnamespace, r.relname, 'trigger', tgname, true
        FROM pg_trigger q JOIN pg_class r ON r.oid = tgrelid WHERE s.c = 2620 AND q.oid = s.o$$),
        (3256, $$SELECT r.relnamespace, r.relname, 'policy', polname, true
        FROM pg_policy q JOIN pg_class r ON r.oid = polrelid WHERE s.c = 3256 AND q.oid = s.o$$),
        (2618, $$SELECT r.relnamespace, r.relname, 'rule', rulename, true
        FROM pg_rewrite q JOIN pg_class r ON r.oid = ev_class WHERE s.c = 2618 AND q.oid = s.o$$),
        (2606, $$SELECT r.relnamespace, r.relname, 'constraint', conname, true
        FROM pg_constraint q JOIN pg_class r ON r.oid = conrelid WHERE s.c = 2606 AND q.oid = s.o$$),
        (2606, $$SELECT y.typnamespace, y.typname, 'constraint', conname, true
        FROM pg_constraint q JOIN pg_type y ON y.oid = contypid WHERE s.c = 2606 AND q.oid = s.o$$),
        (2617, $$SELECT oprnamespace, oprname, 'operator', oprname, false
        FROM pg_operator WHERE s.c = 2617 AND oid = s.o$$),
        (2616, $$SELECT opcnamespace, opcname, 'operator class', opcname, false
        FROM pg_opclass WHERE s.c = 2616 AND oid = s.o$$),
        (2753, $$SELECT opfnamespace, opfname, 'operator family', opfname, false
        FROM pg_opfamily WHERE s.c = 2753 AND oid = s.o$$),
        (3456, $$SELECT collnamespace, collname, 'collation', collname, false
        FROM pg_collation WHERE s.c = 3456 AND oid = s.o$$),
        (2607, $$SELECT connamespace, conname, 'conversion', conname, false
        FROM pg_conversion WHERE s.c = 2607 AND oid = s.o$$),
        (3602, $$SELECT cfgnamespace, cfgname, 'text search configuration', cfgname, false
        FROM pg_ts_config WHERE s.c = 3602 AND oid = s.o$$),
        (3600, $$SELECT dictnamespace, dictname, 'text search dictionary', dictname, false
        FROM pg_ts_dict WHERE s.c = 3600 AND oid = s.o$$),
        (3601, $$SELECT prsnamespace, prsname, 'text search parser', prsname, false
        FROM pg_ts_parser WHERE s.c = 3601 AND oid = s.o$$),
        (3764, $$SELECT tmplnamespace, tmplname, 'text search template', tmplname, false
        FROM pg_ts_template WHERE s.c = 3764 AND oid = s.o$$),
        (3381, $$SELECT stxnamespace, stxname, 'statistics object', stxname, false
        FROM pg_statistic_ext WHERE s.c = 3381 AND oid = s.o$$),
        (2615, $$SELECT oid, nspname, 'schema', NULL, false FROM pg_namespace WHERE s.c = 2615 AND oid = s.o$$),
        (3079, $$SELECT extnamespace, extname, 'extension', extname, false FROM pg_extension WHERE s.c = 3079 AND oid = s.o$$),
        (826, $$SELECT nullif(defaclnamespace, 0), '', 'default privileges', NULL, false
        FROM pg_default_acl WHERE s.c = 826 AND oid = s.o$$),
        (3466, $$SELECT NULL, evtname, 'event trigger', evtname, false FROM pg_event_trigger WHERE s.c = 3466 AND oid = s.o$$),
        (1262, $$SELECT NULL, datname, 'database', datname, false
        FROM pg_database WHERE s.c = 1262 AND oid = s.o AND datname = current_database()$$)
    ) AS p (class, place)
    WHERE classes IS NULL OR class = ANY (classes);

    sheet := query;
    query := format($look$
        SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]') FROM (
            SELECT s.*, n.nspname AS schema, p.name, p.type, p.own, p.part
            FROM (%1$s) AS s
            CROSS JOIN LATERAL (
                %5$s
            ) AS p
            LEFT JOIN pg_namespace n ON n.oid = p.namespace
            WHERE CASE WHEN p.namespace IS NULL THEN %2$L <> 'public'
                       ELSE n.nspname <> %2$L AND n.nspname <> ALL (%3$L) AND n.nspname !~ '^pg_(toast|temp_|toast_temp_)' END
              AND (s.g IS NULL OR n.nspname <> ALL (%4$L))
              -- What an extension brings may be used from everywhere, and changes with it.
              AND NOT EXISTS (
                  SELECT FROM (SELECT s.c AS c, s.o AS o
                               UNION ALL SELECT 1247, typelem FROM pg_type WHERE s.c = 1247 AND oid = s.o
                               UNION ALL SELECT 1259, typrelid FROM pg_type WHERE s.c = 1247 AND oid = s.o
                               UNION ALL SELECT 1247, d.refobjid FROM pg_depend d
                                         WHERE s.c = 1247 AND d.classid = 1247 AND d.objid = s.o AND d.deptype = 'i' AND d.refclassid = 1247) AS u
                  JOIN pg_depend m ON m.classid = u.c AND m.objid = u.o AND m.deptype = 'e'
                  JOIN pg_extension e ON e.oid = m.refobjid
                  WHERE s.g IS NOT NULL OR age(e.xmin) <= 0 OR age(e.xmax) <= 0)
        ) AS r$look$, sheet, home, touches, reach, places);

    IF sheet IS NULL THEN
        now := '[]';
    ELSE
        IF NOT counts OR replaced OR started[1] = 0 THEN
            IF EXISTS (SELECT FROM pg_cursors WHERE name = 'bailiwick_guard') THEN
                PERFORM set_config('bailiwick_run.look',
                    'SELECT encode(convert_to((' || query || E')::text, ''UTF8''), ''hex'') AS h', true);
                FETCH before INTO seen;
                old := coalesce(convert_from(decode(substring(seen FROM '<h>([0-9a-f]*)</h>'), 'hex'), 'UTF8')::jsonb, '[]');
            ELSE
                beyond := ARRAY[E'hides\t\t\t\t'];
            END IF;
        END IF;
        EXECUTE query INTO now;
    END IF;

    WITH old_row AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(old) AS r (k oid, c oid, o oid, main boolean, unit oid, f oid, g oid, i text, x text,
                                                    j text, schema text, name text, type text, own text, part boolean)
    ), new_row AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(now) AS r (k oid, c oid, o oid, main boolean, unit oid, f oid, g oid, i text, x text,
                                                    j text, schema text, name text, type text, own text, part boolean)
    ), difference AS MATERIALIZED (
        SELECT false AS fresh, x::xid AS by, a.* FROM old_row a
        WHERE NOT EXISTS (SELECT FROM new_row b WHERE (b.k, b.c, b.o, b.j) = (a.k, a.c, a.o, a.j) AND b.g IS NOT DISTINCT FROM a.g)
        UNION ALL
        SELECT true, i::xid, a.* FROM new_row a
        WHERE NOT EXISTS (SELECT FROM old_row b WHERE (b.k, b.c, b.o, b.j) = (a.k, a.c, a.o, a.j) AND b.g IS NOT DISTINCT FROM a.g)
    ), changed AS MATERIALIZED (
        SELECT * FROM difference d
        WHERE CASE
              WHEN age(by) = 0 THEN true
              -- Below the horizon of this very query it is known to have been given out, above it a row that is seen is ours.
              WHEN age(by) < 0 AND age(by) > -1000000 THEN
                  top - age(by) >= (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
                  OR pg_xact_status((top - age(by))::text::xid8) = 'in progress'
              ELSE false END
          AND (unit IS NULL OR EXISTS (SELECT FROM difference e WHERE e.unit = d.unit AND e.fresh <> d.fresh))
    ), object AS MATERIALIZED (
        SELECT c, o, bool_or(main AND fresh) AS comes, bool_or(main AND NOT fresh) AS goes,
               max(schema) FILTER (WHERE fresh) AS schema, max(name) FILTER (WHERE fresh) AS name,
               max(schema) FILTER (WHERE NOT fresh) AS old_schema, max(name) FILTER (WHERE NOT fresh) AS old_name,
               max(type) AS type, max(own) FILTER (WHERE NOT fresh) AS own, bool_or(part) AS part
        FROM changed WHERE g IS NULL GROUP BY c, o
    ), lock AS MATERIALIZED (
        SELECT relation, bool_or(mode = 'RowExclusiveLock') AS writes
        FROM pg_locks
        WHERE pid = pg_backend_pid() AND mode NOT IN ('AccessShareLock', 'RowShareLock')
          AND locktype = 'relation' AND relation >= 16384
        GROUP BY 1
    ), written AS MATERIALIZED (
        SELECT c.oid, c.relkind, n.nspname, c.relname,
               pg_stat_get_xact_tuples_inserted(c.oid) + pg_stat_get_xact_tuples_updated(c.oid)
                   + pg_stat_get_xact_tuples_deleted(c.oid)
                   - coalesce((SELECT split_part(w, ':', 2)::bigint FROM unnest(wrote) w WHERE w LIKE c.oid || ':%' LIMIT 1), 0)
                   AS rows,
               ARRAY(SELECT a.nspname || '.' || p.relname
                     FROM pg_partition_ancestors(c.oid) AS up (relid)
                     JOIN pg_class p ON p.oid = up.relid JOIN pg_namespace a ON a.oid = p.relnamespace
                     WHERE c.relispartition AND p.oid <> c.oid) AS above,
               EXISTS (SELECT FROM pg_partition_ancestors(c.oid) AS up (relid)
                       JOIN lock l ON l.relation = up.relid AND l.writes
                       JOIN pg_class p ON p.oid = up.relid JOIN pg_namespace a ON a.oid = p.relnamespace
                       WHERE c.relispartition AND p.oid <> c.oid AND a.nspname <> home) AS through
        FROM lock JOIN pg_class c ON c.oid = lock.relation JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE lock.writes AND c.relkind IN ('r', 'p', 'f', 'm')
          AND n.nspname <> home AND n.nspname <> ALL (touches) AND n.nspname !~ '^pg_(toast|temp_|toast_temp_)'
          AND NOT (fills AND n.nspname = ANY (reach))
    ), verdict (kind, type, schema, name, object, totype, toschema, toname, to_object) AS (
        SELECT CASE WHEN comes AND NOT goes THEN CASE c WHEN 2615 THEN 'alters' ELSE 'creates' END
                    WHEN i.identity IS NULL AND (goes OR c = 826) THEN CASE c WHEN 826 THEN 'alters' ELSE 'drops' END
                    WHEN goes AND NOT comes AND i.schema IS DISTINCT FROM quote_ident(old_schema) AND c <> 3079 THEN 'takes'
                    WHEN goes AND NOT comes AND c = 3079
                         AND (SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE pg_extension.oid = o)
                             <> old_schema THEN 'takes'
                    ELSE 'alters' END,
               CASE WHEN i.identity IS NULL THEN object.type ELSE i.type END,
               coalesce(object.schema, old_schema, ''), coalesce(object.name, old_name, ''),
               CASE WHEN i.identity IS NULL OR object.schema IS NULL AND own IS NOT NULL THEN
                        CASE WHEN own IS NULL THEN CASE c WHEN 2615 THEN quote_ident(coalesce(object.name, old_name)) ELSE '' END
                             WHEN old_schema IS NULL OR c = 3079 THEN quote_ident(own)
                             WHEN part THEN format('%I on %I.%I', own, old_schema, old_name)
                             ELSE format('%I.%I', old_schema, own) END
                    ELSE i.identity END,
               NULL, NULL, NULL, NULL
        FROM object LEFT JOIN LATERAL pg_identify_object(c, o, 0) AS i ON true
        -- A part of what is gone, or changed beside it, such as the comment on it.
        WHERE i.identity IS NOT NULL OR goes OR c = 826
        UNION ALL
        SELECT 'refers', a.type, home, '', a.identity, b.type, changed.schema, changed.name, b.identity
        FROM changed, pg_identify_object(f, g, 0) AS a, pg_identify_object(c, o, 0) AS b
        WHERE g IS NOT NULL AND fresh AND a.identity IS NOT NULL
        UNION ALL
        SELECT 'writes', i.type, nspname, relname, i.identity, NULL, NULL, NULL, NULL
        FROM written w, pg_identify_object(1259, w.oid, 0) AS i
        WHERE NOT through AND NOT above && touches
          AND CASE WHEN NOT counts OR relkind = 'f' THEN true
                   WHEN relkind = 'p' THEN EXISTS (
                       SELECT FROM pg_partition_tree(w.oid) AS leaf
                       WHERE isleaf AND pg_stat_get_xact_tuples_inserted(leaf.relid) + pg_stat_get_xact_tuples_updated(leaf.relid)
                                        + pg_stat_get_xact_tuples_deleted(leaf.relid)
                                        <> coalesce((SELECT split_part(o, ':', 2)::bigint FROM unnest(wrote) o
                                                     WHERE o LIKE leaf.relid::oid || ':%' LIMIT 1), 0))
                   ELSE rows <> 0 END
        UNION ALL
        SELECT 'records', i.type, '', '', i.identity, NULL, NULL, NULL, NULL
        FROM lock, pg_identify_object(1259, relation, 0) AS i
        WHERE relation = ANY (tracking)
    )
    SELECT beyond || array_agg(DISTINCT concat_ws(E'\t', kind, type, schema, name, translate(object, E'\t\n', '  '),
                                                  totype, toschema, toname, translate(to_object, E'\t\n', '  ')))
    INTO beyond
    FROM verdict
    WHERE verdict.schema || '.' || verdict.name <> ALL (touches)
      AND coalesce(toschema || '.' || toname, '') <> ALL (touches);

    IF cardinality(beyond) > 0 THEN
        RAISE :severity USING ERRCODE = 'BWGRD', MESSAGE = 'the guard of domain ' || home || ' has found something beyond it',
            DETAIL = array_to_string(beyond[1:200], E'\n');
    END IF;
END
$bailiwick_judge$
