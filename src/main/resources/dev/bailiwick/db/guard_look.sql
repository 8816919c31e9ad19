-- Whether the open transaction may have done something beyond its domain, and what it has dropped. Asked of every migration:
-- generous, and cheap. It knows from the server's counters how many rows the transaction has written into the large
-- catalogs; where all of them are found by index from the relations that it holds locked, none of those is read through.
--
--   $1  the domain's schema
--   $2  the schemas that may be referred to
--   $3  what may be touched: schemas, or names with their schema
--   $4  the tracking tables that nobody may write to; may be empty
WITH reach AS MATERIALIZED (
    SELECT array_agg(oid) FILTER (WHERE nspname <> ALL ($2) OR nspname = $1 OR nspname = ANY ($3)) AS inside,
           array_agg(oid) AS known
    FROM pg_namespace
    WHERE nspname = $1 OR nspname = ANY ($3) OR nspname = ANY ($2) OR nspname ~ '^pg_(toast|temp_|toast_temp_)'
), held AS MATERIALIZED (
    SELECT relation, classid, objid, mode = 'RowExclusiveLock' AS writes, mode = 'AccessExclusiveLock' AS alone
    FROM pg_locks
    WHERE pid = pg_backend_pid() AND mode NOT IN ('AccessShareLock', 'RowShareLock', 'ShareLock')
      AND (locktype = 'relation' AND relation >= 16384
           OR locktype = 'object' AND classid IN (1255, 1247, 2615, 3079, 2620, 3256, 2618, 2606))
), relation AS MATERIALIZED (
    SELECT oid, relnamespace, reltype, relkind, age(xmin) <= 0 AS own,
           oid = ANY (ARRAY(SELECT relation FROM held WHERE writes)) AS written,
           oid = ANY (ARRAY(SELECT relation FROM held WHERE NOT writes)) AS changed
    FROM pg_class
    WHERE oid = ANY (ARRAY(SELECT relation FROM held))
), type AS MATERIALIZED (
    SELECT oid, typarray FROM pg_type
    WHERE oid = ANY (ARRAY(SELECT reltype FROM relation WHERE own AND reltype <> 0)) AND age(xmin) <= 0
), object (classid, objid) AS MATERIALIZED (
    -- The relations, and what was made that depends on them or on their row types: one lookup for each, where a plan that was
    -- made for a small catalog and is kept would read through a large one.
    SELECT 1259::oid, oid FROM relation WHERE changed
    UNION
    SELECT d.classid, d.objid
    FROM (SELECT 1259::oid AS class, oid AS object FROM relation WHERE changed
          UNION ALL SELECT 1247, reltype FROM relation WHERE own AND reltype <> 0) AS r,
         LATERAL (SELECT classid, objid FROM pg_depend
                  WHERE refclassid = r.class AND refobjid = r.object AND age(xmin) <= 0 OFFSET 0) AS d
), link AS MATERIALIZED (
    SELECT object.classid, object.objid, d.refclassid, d.refobjid
    FROM object,
         LATERAL (SELECT refclassid, refobjid FROM pg_depend
                  WHERE classid = object.classid AND objid = object.objid AND age(xmin) <= 0 OFFSET 0) AS d
), unseen AS MATERIALIZED (
    -- Whether a catalog has to be read through; null where it is not known how much was written. What is counted are rows, each
    -- once: a table is updated when its TOAST table is made; its row type and that one's array are where it is.
    SELECT pg_stat_get_xact_tuples_updated(1259) - was[1]
               <> (SELECT count(*) FROM link
                   WHERE classid = 1259 AND objid = ANY (ARRAY(SELECT oid FROM relation WHERE relkind = 't')))
               OR pg_stat_get_xact_tuples_inserted(1259) - was[2] <> (SELECT count(*) FROM relation WHERE own) AS classes,
           pg_stat_get_xact_tuples_inserted(1247) + pg_stat_get_xact_tuples_updated(1247) - was[3]
               <> (SELECT count(*) FROM type)
                + (SELECT count(*) FROM pg_type
                   WHERE oid = ANY (ARRAY(SELECT typarray FROM type WHERE typarray <> 0)) AND age(xmin) <= 0) AS types,
           pg_stat_get_xact_tuples_inserted(1255) + pg_stat_get_xact_tuples_updated(1255) - was[4] <> 0 AS functions,
           pg_stat_get_xact_tuples_inserted(2608) + pg_stat_get_xact_tuples_updated(2608) - was[5]
               <> (SELECT count(*) FROM link) AS dependencies
    FROM (SELECT string_to_array(nullif(current_setting('bailiwick_run.written', true), ''), ' ')::bigint[] AS was) AS w
    WHERE current_setting('track_counts') = 'on'
)
SELECT EXISTS (SELECT FROM relation
               WHERE relnamespace <> ALL ((SELECT inside FROM reach)::oid[])
                 AND (own OR written
                      OR EXISTS (SELECT FROM pg_attribute WHERE attrelid = relation.oid AND age(xmin) <= 0)
                      OR EXISTS (SELECT FROM pg_trigger WHERE tgrelid = relation.oid AND age(xmin) <= 0
                                 AND (NOT tgisinternal OR tgenabled <> 'O'))
                      OR EXISTS (SELECT FROM pg_description WHERE objoid = relation.oid AND age(xmin) <= 0))
                  OR written AND oid = ANY ($4))
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
                  WHERE classid = 1255
                    AND (SELECT pronamespace FROM pg_proc WHERE oid = objid) <> ALL ((SELECT inside FROM reach)::oid[])
                    AND EXISTS (SELECT FROM pg_description WHERE objoid = objid AND age(xmin) <= 0))
       OR EXISTS (SELECT
                  FROM (SELECT refclassid, refobjid FROM link
                        UNION ALL
                        SELECT refclassid, refobjid FROM pg_depend
                        WHERE (SELECT dependencies FROM unseen) IS NOT FALSE AND age(xmin) <= 0
                        OFFSET 0) AS d
                  WHERE CASE refclassid
                        WHEN 1259 THEN (SELECT relnamespace FROM pg_class WHERE oid = refobjid)
                                       <> ALL ((SELECT known FROM reach)::oid[])
                        WHEN 1255 THEN (SELECT pronamespace FROM pg_proc WHERE oid = refobjid)
                                       <> ALL ((SELECT known FROM reach)::oid[])
                        WHEN 1247 THEN (SELECT typnamespace FROM pg_type WHERE oid = refobjid)
                                       <> ALL ((SELECT known FROM reach)::oid[])
                        WHEN 2615 THEN refobjid <> ALL ((SELECT inside FROM reach)::oid[])
                        END),
       -- What was dropped is still locked.
       (SELECT string_agg(coalesce(classid, 1259) || ':' || coalesce(relation, objid), ' ')
        FROM held
        WHERE alone
          AND CASE WHEN relation IS NOT NULL THEN relation <> ALL (ARRAY(SELECT oid FROM relation))
                   ELSE (pg_identify_object(classid, objid, 0)).identity IS NULL END)
