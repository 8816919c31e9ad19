WITH work AS (
    SELECT pid, command AS command, phase,
           CASE WHEN phase LIKE 'waiting for%' THEN lockers_done::numeric / nullif(lockers_total, 0)
                WHEN tuples_total > 0 THEN tuples_done::numeric / tuples_total
                WHEN blocks_total > 0 THEN blocks_done::numeric / blocks_total END AS share,
           nullif(current_locker_pid, 0)::int AS awaited
    FROM pg_stat_progress_create_index
    UNION ALL
    SELECT pid, 'VACUUM', phase, heap_blks_scanned::numeric / nullif(heap_blks_total, 0), NULL
    FROM pg_stat_progress_vacuum
    UNION ALL
    SELECT pid, command, phase, heap_blks_scanned::numeric / nullif(heap_blks_total, 0), NULL
    FROM pg_stat_progress_cluster
    UNION ALL
    SELECT pid, 'ANALYZE', phase, sample_blks_scanned::numeric / nullif(sample_blks_total, 0), NULL
    FROM pg_stat_progress_analyze
    UNION ALL
    SELECT pid, command, tuples_processed || ' rows', bytes_processed::numeric / nullif(bytes_total, 0), NULL
    FROM pg_stat_progress_copy
)
SELECT (SELECT l.mode || ' on ' || coalesce(l.relation::regclass::text, l.locktype)
        FROM pg_locks l WHERE l.pid = a.pid AND NOT l.granted LIMIT 1) AS wants,
       (SELECT concat(command, ': ', phase, ', ' || trunc(100 * share) || ' %')
               -- It waits for whoever still has a snapshot from before; the oldest is the one that matters.
               || coalesce((SELECT ', for pid ' || o.pid || ' (role ' || coalesce(o.usename, 'unknown')
                                   || coalesce(', ' || o.state, '') || coalesce(', for '
                                   || trunc(extract(epoch FROM clock_timestamp() - o.xact_start))::bigint || ' s', '') || ')'
                            FROM pg_stat_activity o
                            WHERE phase LIKE 'waiting for%' AND o.pid <> a.pid AND o.pid <> pg_backend_pid()
                              AND CASE WHEN work.awaited IS NOT NULL THEN o.pid = work.awaited
                                       ELSE o.backend_xmin IS NOT NULL END
                            ORDER BY o.xact_start LIMIT 1), '')
        FROM work WHERE work.pid = a.pid LIMIT 1) AS work,
       -- A relation that others can see was there before.
       (SELECT string_agg(l.mode || ' ' || translate(format('%I.%I', nspname, relname), chr(10) || chr(13), '  '), chr(10))
        FROM pg_locks l
        JOIN pg_class c ON c.oid = l.relation AND c.relkind IN ('r', 'p', 'm')
        JOIN pg_namespace n ON n.oid = c.relnamespace AND nspname !~ '^pg_'
        WHERE l.pid = a.pid AND l.granted AND l.locktype = 'relation'
          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')) AS held,
       b.pid AS blocker, o.usename AS role, nullif(o.application_name, '') AS application, o.state,
       coalesce(trunc(extract(epoch FROM clock_timestamp() - coalesce(o.xact_start, o.state_change)))::bigint, -1) AS seconds,
       nullif(left(o.query, 500), '<insufficient privilege>') AS query
FROM pg_stat_activity a
LEFT JOIN LATERAL (SELECT DISTINCT unnest(pg_blocking_pids(a.pid)) WHERE a.wait_event_type = 'Lock') AS b (pid) ON true
LEFT JOIN pg_stat_activity o ON o.pid = b.pid
WHERE a.pid = coalesce(:pid,
    (SELECT l.pid FROM pg_locks l
     WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND (l.classid::bigint << 32) + l.objid::bigint = :key LIMIT 1))
