-- All relations that are there, with what is known of their size without looking at the disk.
SELECT c.oid::bigint, format('%I.%I', nspname, relname),
       CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' WHEN 'i' THEN 'index'
                    WHEN 'I' THEN 'index' WHEN 'f' THEN 'foreign table' ELSE 'table' END,
       relfilenode::bigint, reltuples::bigint, relpages * current_setting('block_size')::bigint
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = relnamespace
WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'i', 'I', 'f') AND nspname !~ '^pg_' AND nspname <> 'information_schema'
