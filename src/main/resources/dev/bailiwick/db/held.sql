-- What the open transaction holds and has done so far, by relation. Locks that nobody waits for are left out of modes.
SELECT l.relation::bigint,
       pg_catalog.string_agg(l.mode, ' ') FILTER (WHERE l.mode IN ('ShareUpdateExclusiveLock', 'ShareLock',
           'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')),
       c.oid IS NOT NULL, CASE WHEN c.oid IS NOT NULL THEN pg_catalog.format('%I.%I', n.nspname, c.relname) END,
       c.relfilenode::bigint,
       CASE WHEN c.relkind IN ('r', 'm') THEN pg_catalog.pg_total_relation_size(c.oid) END,
       pg_catalog.pg_stat_get_xact_tuples_returned(l.relation), pg_catalog.pg_stat_get_xact_tuples_inserted(l.relation),
       pg_catalog.pg_stat_get_xact_tuples_updated(l.relation), pg_catalog.pg_stat_get_xact_tuples_deleted(l.relation)
FROM pg_catalog.pg_locks AS l
LEFT JOIN pg_catalog.pg_class AS c ON c.oid = l.relation
LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.granted AND l.relation >= 16384
GROUP BY l.relation, c.oid, n.nspname
