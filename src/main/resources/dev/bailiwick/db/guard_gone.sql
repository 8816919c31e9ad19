-- Asks the cursor from before the section which of the dropped relations, types, constraints and functions were neither in the
-- domain's schema nor in pg_toast: where it is none, the guard need not judge.
--
--   $1  the dropped objects, as guard_look.sql tells them
--   $2  the domain's schema
SELECT set_config('bailiwick_run.look', format($look$
    WITH gone AS MATERIALIZED (
        SELECT split_part(pair, ':', 1)::oid AS classid, split_part(pair, ':', 2)::oid AS objid
        FROM unnest(string_to_array(%L, ' ')) AS pair
    )
    SELECT count(*) AS h
    FROM (SELECT relnamespace FROM gone JOIN pg_class ON oid = objid WHERE classid = 1259
          UNION ALL SELECT typnamespace FROM gone JOIN pg_type ON oid = objid WHERE classid = 1247
          UNION ALL SELECT connamespace FROM gone JOIN pg_constraint ON oid = objid WHERE classid = 2606
          UNION ALL SELECT pronamespace FROM gone JOIN pg_proc ON oid = objid WHERE classid = 1255) AS was (namespace)
    WHERE namespace <> ALL (ARRAY[99, %s]::oid[])$look$, $1, coalesce(to_regnamespace(quote_ident($2))::oid, 99)), true)
