-- Whether the open transaction may have done something beyond its domain, and what it has dropped. Asked of every migration:
-- generous, and cheap. It knows from the server's counters how many rows the transaction has written into the large
-- catalogs; where all of them are found by index from the relations that it holds locked, none of those is read through.
--
--   $1  the domain's schema
--   $2  the schemas that may be referred to
--   $3  what may be touched: schemas, or names with their schema
--   $4  the tracking tables that nobody may write to; may be empty
WITH reach AS MATERIALIZED (
    -- Schemas in which everything may be done, and those that may be referred to as well.
    SELECT array_agg(oid) FILTER (WHERE nspname <> ALL ($2) OR nspname = $1 OR nspname = ANY ($3)) AS inside,
           array_agg(oid) AS known
    FROM pg_namespace
    WHERE nspname = $1 OR nspname = ANY ($3) OR nspname = ANY ($2) OR nspname ~ '^pg_(toast|temp_|toast_temp_)'
), written AS MATERIALIZED (
    -- Null where it is not known.
    SELECT pg_stat_get_xact_tuples_updated(1259) - was[1] AS classes_changed,
           pg_stat_get_xact_tuples_inserted(1259) - was[2] AS classes,
           pg_stat_get_xact_tuples_inserted(1247) + pg_stat_get_xact_tuples_updated(1247) - was[3] AS types,
           pg_stat_get_xact_tuples_inserted(1255) + pg_stat_get_xact_tuples_updated(1255) - was[4] AS functions,
           pg_stat_get_xact_tuples_inserted(2608) + pg_stat_get_xact_tuples_updated(2608) - was[5] AS dependencies
    FROM (SELECT string_to_array(nullif(current_setting('bailiwick_run.written', true), ''), ' ')::bigint[] AS was) AS w
    WHERE current_setting('track_counts') = 'on'
), held AS MATERIALIZED (
    SELECT relation, classid, objid, mode = 'RowExclusiveLock' AS writes, mode = 'AccessExclusiveLock' AS alone
    FROM pg_locks
    WHERE pid = pg_backend_pid() AND mode NOT IN ('AccessShareLock', 'RowShareLock', 'ShareLock')
      AND (locktype = 'relation' AND relation >= 16384
           OR locktype = 'object' AND classid IN (1255, 1247, 2615, 3079, 2620, 3256, 2618, 2606))
), relation AS MATERIALIZED (
    SELECT oid, relnamespace, reltype, age(xmin) <= 0 AS own
    FROM pg_class
    WHERE oid = ANY (ARRAY(SELECT relation FROM held WHERE NOT writes))
), type AS MATERIALIZED (
    SELECT oid, typarray, typnamespace, age(xmin) <= 0 AS own
    FROM pg_type WHERE oid = ANY (ARRAY(SELECT reltype FROM relation WHERE reltype <> 0))
), array_type AS MATERIALIZED (
    SELECT oid, age(xmin) <= 0 AS own FROM pg_type WHERE oid = ANY (ARRAY(SELECT typarray FROM type WHERE typarray <> 0))
), depends (classid, objid) AS MATERIALIZED (
    SELECT 1259::oid, oid FROM relation
    UNION ALL SELECT 1247, oid FROM type
    UNION ALL SELECT 1247, oid FROM array_type
    UNION ALL SELECT 2604, oid FROM pg_attrdef WHERE adrelid = ANY (ARRAY(SELECT oid FROM relation))
    UNION ALL SELECT 2606, oid FROM pg_constraint WHERE conrelid = ANY (ARRAY(SELECT oid FROM relation))
    UNION ALL SELECT 2620, oid FROM pg_trigger WHERE tgrelid = ANY (ARRAY(SELECT oid FROM relation))
    UNION ALL SELECT 2618, oid FROM pg_rewrite WHERE ev_class = ANY (ARRAY(SELECT oid FROM relation))
    UNION ALL SELECT 3256, oid FROM pg_policy WHERE polrelid = ANY (ARRAY(SELECT oid FROM relation))
), link AS MATERIALIZED (
    SELECT d.refclassid, d.refobjid
    FROM depends JOIN pg_depend AS d ON d.classid = depends.classid AND d.objid = depends.objid
    WHERE age(d.xmin) <= 0
), unseen AS MATERIALIZED (
    -- Whether a catalog has to be read through.
    SELECT classes_changed <> 0
               OR classes <> (SELECT count(*) FROM relation WHERE own) AS classes,
           types <> (SELECT count(*) FROM type WHERE own) + (SELECT count(*) FROM array_type WHERE own) AS types,
           functions <> 0 AS functions,
           dependencies <> (SELECT count(*) FROM link) AS dependencies
    FROM written
)
SELECT EXISTS (SELECT FROM relation WHERE own AND relnamespace <> ALL ((SELECT inside FROM reach)::oid[]))
       OR EXISTS (SELECT FROM type WHERE own AND typnamespace <> ALL ((SELECT inside FROM reach)::oid[]))
       OR (SELECT classes FROM unseen) IS NOT FALSE
          AND EXISTS (SELECT FROM pg_class
                      WHERE age(xmin) <= 0 AND relnamespace <> ALL ((SELECT inside FROM reach)::oid[]))
       OR (SELECT types FROM unseen) IS NOT FALSE
          AND EXISTS (SELECT FROM pg_type
                      WHERE age(xmin) <= 0 AND typnamespace <> ALL ((SELECT inside FROM reach)::oid[]))
       OR (SELECT functions FROM unseen) IS NOT FALSE
          AND EXISTS (SELECT FROM pg_proc
                      WHERE age(xmin) <= 0 AND pronamespace <> ALL ((SELECT inside FROM reach)::oid[]))
       OR EXISTS (SELECT FROM pg_namespace WHERE age(xmin) <= 0 AND oid <> ALL ((SELECT inside FROM reach)::oid[]))
       OR EXISTS (SELECT FROM pg_default_acl WHERE age(xmin) <= 0)
       OR EXISTS (SELECT FROM pg_event_trigger WHERE age(xmin) <= 0)
       OR EXISTS (SELECT FROM held
                  WHERE writes
                    AND (relation = ANY ($4)
                         OR (SELECT relnamespace FROM pg_class WHERE oid = relation)
                            <> ALL ((SELECT inside FROM reach)::oid[])))
       OR EXISTS (SELECT FROM held
                  WHERE NOT writes AND (relation IS NOT NULL OR classid = 1255)
                    AND (SELECT relnamespace FROM pg_class WHERE oid = relation
                         UNION ALL SELECT pronamespace FROM pg_proc WHERE oid = objid AND classid = 1255)
                        <> ALL ((SELECT inside FROM reach)::oid[])
                    AND (EXISTS (SELECT FROM pg_attribute WHERE attrelid = relation AND age(xmin) <= 0)
                         OR EXISTS (SELECT FROM pg_trigger WHERE tgrelid = relation AND age(xmin) <= 0
                                    AND (NOT tgisinternal OR tgenabled <> 'O'))
                         OR EXISTS (SELECT FROM pg_description WHERE objoid = coalesce(relation, objid)
                                    AND age(xmin) <= 0)))
       OR EXISTS (SELECT FROM link
                  WHERE refclassid = 1259 AND (SELECT relnamespace FROM pg_class WHERE oid = refobjid)
                                              <> ALL ((SELECT known FROM reach)::oid[])
                     OR refclassid = 1255 AND (SELECT pronamespace FROM pg_proc WHERE oid = refobjid)
                                              <> ALL ((SELECT known FROM reach)::oid[])
                     OR refclassid = 1247 AND (SELECT typnamespace FROM pg_type WHERE oid = refobjid)
                                              <> ALL ((SELECT known FROM reach)::oid[])
                     OR refclassid = 2615 AND refobjid <> ALL ((SELECT inside FROM reach)::oid[]))
       OR (SELECT dependencies FROM unseen) IS NOT FALSE
          AND EXISTS (SELECT FROM pg_depend
                      WHERE age(xmin) <= 0
                        AND (refclassid = 1259 AND (SELECT relnamespace FROM pg_class WHERE oid = refobjid)
                                                   <> ALL ((SELECT known FROM reach)::oid[])
                             OR refclassid = 1255 AND (SELECT pronamespace FROM pg_proc WHERE oid = refobjid)
                                                      <> ALL ((SELECT known FROM reach)::oid[])
                             OR refclassid = 1247 AND (SELECT typnamespace FROM pg_type WHERE oid = refobjid)
                                                      <> ALL ((SELECT known FROM reach)::oid[])
                             OR refclassid = 2615 AND refobjid <> ALL ((SELECT inside FROM reach)::oid[]))),
       -- What was dropped is still locked.
       (SELECT string_agg(coalesce(classid, 1259) || ':' || coalesce(relation, objid), ' ')
        FROM held
        WHERE alone
          AND CASE WHEN relation IS NOT NULL THEN NOT EXISTS (SELECT FROM pg_class WHERE oid = relation)
                   ELSE (pg_identify_object(classid, objid, 0)).identity IS NULL END)
