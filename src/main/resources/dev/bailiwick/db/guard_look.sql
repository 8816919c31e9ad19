-- Whether the open transaction may have done something beyond its domain. Asked of every migration: generous, and cheap. It
-- knows from the server's counters how many rows of each catalog the transaction has written; where all of them are found by
-- index from the relations that it holds locked, or belong to none but new objects, no catalog is read through.
--
--   $1  the domain's schema
--   $2  the schemas that may be referred to
--   $3  what may be touched: schemas, or names with their schema
--   $4  the tracking tables that nobody may write to; may be empty
WITH start AS MATERIALIZED (
    SELECT string_to_array(nullif(current_setting('bailiwick_run.written', true), ''), ' ')::bigint[] AS was
    WHERE current_setting('track_counts') = 'on'
), counter AS MATERIALIZED (
    SELECT k, pg_stat_get_xact_tuples_inserted(k) - was[3 * n - 1] AS i,
           pg_stat_get_xact_tuples_updated(k) - was[3 * n] AS u,
           pg_stat_get_xact_tuples_deleted(k) - was[3 * n + 1] AS d
    FROM start, unnest('{:catalogs}'::oid[]) WITH ORDINALITY AS c (k, n)
    -- Counted from the transaction's beginning.
    WHERE was[1] = 1
), reach AS MATERIALIZED (
    SELECT array_agg(oid) FILTER (WHERE nspname <> ALL ($2) OR nspname = $1 OR nspname = ANY ($3)) AS inside,
           array_agg(oid) AS known
    FROM pg_namespace
    WHERE nspname = $1 OR nspname = ANY ($3) OR nspname = ANY ($2) OR nspname ~ '^pg_(toast|temp_|toast_temp_)'
), held AS MATERIALIZED (
    SELECT relation, mode = 'RowExclusiveLock' AS writes
    FROM pg_locks
    WHERE pid = pg_backend_pid() AND mode NOT IN ('AccessShareLock', 'RowShareLock', 'ShareLock')
      AND locktype = 'relation' AND relation >= 16384
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
    SELECT object.classid, object.objid, d.refclassid, d.refobjid, d.deptype
    FROM object,
         LATERAL (SELECT refclassid, refobjid, deptype FROM pg_depend
                  WHERE classid = object.classid AND objid = object.objid AND age(xmin) <= 0 OFFSET 0) AS d
), unseen AS MATERIALIZED (
    -- Whether a catalog has to be read through. What is counted are rows, each once: a table is updated when its TOAST table is
    -- made; its row type and that one's array are where it is; a column is updated when it gets a default.
    SELECT (SELECT u FROM counter WHERE k = 1259)
               <> (SELECT count(*) FROM link
                   WHERE classid = 1259 AND objid = ANY (ARRAY(SELECT oid FROM relation WHERE relkind = 't')))
               OR (SELECT i FROM counter WHERE k = 1259) <> (SELECT count(*) FROM relation WHERE own) AS classes,
           (SELECT i + u FROM counter WHERE k = 1247)
               <> (SELECT count(*) FROM type)
                + (SELECT count(*) FROM pg_type
                   WHERE oid = ANY (ARRAY(SELECT typarray FROM type WHERE typarray <> 0)) AND age(xmin) <= 0) AS types,
           (SELECT i + u FROM counter WHERE k = 1255) <> 0 AS functions,
           (SELECT u FROM counter WHERE k = 1249) <> (SELECT i FROM counter WHERE k = 2604) AS columns,
           (SELECT i FROM counter WHERE k = 3501) <> 0 AS labels,
           (SELECT i FROM counter WHERE k = 2608) <> (SELECT count(*) FROM link) AS dependencies
)
SELECT NOT EXISTS (SELECT FROM counter)
       -- Rows that are gone, those that are changed, and those that no row in pg_depend stands beside: guard.sql compares.
       OR EXISTS (SELECT FROM counter
                  WHERE d <> 0
                     OR u <> 0 AND k <> ALL ('{1259,1249,1247,1255,2224}')
                     OR i <> 0 AND k = ANY ('{2615,826,3466,3596,3603,1262,2964,2396,3592,6106,6237}')
                     OR i <> 0 AND k = 2609
                        AND i <> (SELECT coalesce(sum((SELECT count(*) FROM pg_description
                                                       WHERE objoid = relation.oid AND classoid = 1259 AND age(xmin) <= 0)), 0)
                                  FROM relation WHERE changed))
       OR EXISTS (SELECT FROM relation
                  WHERE relnamespace <> ALL ((SELECT inside FROM reach)::oid[])
                    AND (own OR written OR relkind = 'S'
                         OR EXISTS (SELECT FROM pg_attribute WHERE attrelid = relation.oid AND age(xmin) <= 0)
                         OR EXISTS (SELECT FROM pg_description WHERE objoid = relation.oid AND age(xmin) <= 0))
                     OR written AND oid = ANY ($4))
       OR (SELECT classes FROM unseen)
          AND EXISTS (SELECT FROM pg_class
                      WHERE age(xmin) <= 0 AND relnamespace <> ALL ((SELECT inside FROM reach)::oid[]))
       OR (SELECT types FROM unseen)
          AND EXISTS (SELECT FROM pg_type
                      WHERE age(xmin) <= 0 AND typnamespace <> ALL ((SELECT inside FROM reach)::oid[]))
       OR (SELECT functions FROM unseen)
          AND EXISTS (SELECT FROM pg_proc
                      WHERE age(xmin) <= 0 AND pronamespace <> ALL ((SELECT inside FROM reach)::oid[]))
       OR (SELECT columns FROM unseen)
          AND EXISTS (SELECT FROM pg_attribute
                      WHERE age(xmin) <= 0
                        AND (SELECT relnamespace FROM pg_class WHERE oid = attrelid)
                            <> ALL ((SELECT inside FROM reach)::oid[]))
       OR (SELECT labels FROM unseen)
          AND EXISTS (SELECT FROM pg_enum
                      WHERE age(xmin) <= 0
                        AND (SELECT typnamespace FROM pg_type WHERE oid = enumtypid)
                            <> ALL ((SELECT inside FROM reach)::oid[]))
       OR EXISTS (SELECT
                  FROM (SELECT refclassid, refobjid, deptype FROM link
                        UNION ALL
                        SELECT refclassid, refobjid, deptype FROM pg_depend
                        WHERE (SELECT dependencies FROM unseen) AND age(xmin) <= 0
                        OFFSET 0) AS d
                  WHERE CASE refclassid
                        WHEN 1259 THEN (SELECT relnamespace FROM pg_class WHERE oid = refobjid)
                                       <> ALL (CASE deptype WHEN 'n' THEN (SELECT known FROM reach)
                                                            ELSE (SELECT inside FROM reach) END::oid[])
                        WHEN 1255 THEN (SELECT pronamespace FROM pg_proc WHERE oid = refobjid)
                                       <> ALL ((SELECT known FROM reach)::oid[])
                        WHEN 1247 THEN (SELECT typnamespace FROM pg_type WHERE oid = refobjid)
                                       <> ALL (CASE deptype WHEN 'n' THEN (SELECT known FROM reach)
                                                            ELSE (SELECT inside FROM reach) END::oid[])
                        WHEN 2615 THEN refobjid <> ALL ((SELECT inside FROM reach)::oid[])
                        WHEN 3079 THEN true
                        -- Operators and their classes, collations, conversions, text search.
                        ELSE refobjid >= 16384
                             AND refclassid = ANY ('{2617,2616,2753,3456,2607,3602,3600,3601,3764}')
                        END)
