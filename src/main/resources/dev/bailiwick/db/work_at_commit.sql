-- Does what PostgreSQL would do by itself at COMMIT, so that nothing is left for it: deferred triggers, whose functions may
-- defer others, and the queries of cursors WITH HOLD. It ends when a round has written nothing. Where track_counts is off, that
-- is not seen; what takes fewer rounds than are made without looking is done all the same.
--
--   :section  whose settings these run with, as an array of login, role, search_path and lock_timeout; or NULL, for our own
DO $work$
DECLARE
    section CONSTANT text[] := :section;
    counted CONSTANT text := 'SELECT pg_catalog.string_agg(pg_catalog.concat_ws('' '', relation,'
        ' pg_catalog.pg_stat_get_xact_tuples_inserted(relation), pg_catalog.pg_stat_get_xact_tuples_updated(relation),'
        ' pg_catalog.pg_stat_get_xact_tuples_deleted(relation)), '','' ORDER BY relation) FROM pg_catalog.pg_locks'
        ' WHERE pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid() AND locktype OPERATOR(pg_catalog.=) ''relation'''
        ' AND mode OPERATOR(pg_catalog.=) ''RowExclusiveLock'' AND relation OPERATOR(pg_catalog.>=) 16384';
    held record;
    cursors text := '';
    moved boolean;
    before text;
    behind text;
BEGIN
    FOR round IN 1..10 LOOP
        IF section IS NOT NULL THEN
            PERFORM pg_catalog.set_config('session_authorization', section[1], true),
                    pg_catalog.set_config('role', section[2], true),
                    pg_catalog.set_config('lock_timeout', section[4], true),
                    pg_catalog.set_config('search_path', section[3], true);
        END IF;
        FOR level IN 1..100 LOOP
            SET CONSTRAINTS ALL IMMEDIATE;
        END LOOP;
        moved := false;
        FOR held IN SELECT name, is_scrollable FROM pg_catalog.pg_cursors
                    WHERE is_holdable AND creation_time OPERATOR(pg_catalog.>=) pg_catalog.now() LOOP
            moved := true;
            cursors := pg_catalog.concat(cursors, ', ', held.name);
            -- All of one that goes both ways is kept, from its first row.
            IF held.is_scrollable THEN
                EXECUTE pg_catalog.format('MOVE ABSOLUTE 0 IN %I', held.name);
            END IF;
            EXECUTE pg_catalog.format('MOVE FORWARD ALL IN %I', held.name);
            EXECUTE pg_catalog.format('CLOSE %I', held.name);
        END LOOP;
        EXECUTE counted INTO before;
        SET CONSTRAINTS ALL IMMEDIATE;
        EXECUTE counted INTO behind;
        IF section IS NOT NULL THEN
            -- Only here: outside a transaction, what the section has set goes on behind it.
            SET LOCAL SESSION AUTHORIZATION DEFAULT;
            SET LOCAL role = DEFAULT;
            PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true),
                    pg_catalog.set_config('statement_timeout', '0', true),
                    pg_catalog.set_config('lock_timeout', '10s', true),
                    pg_catalog.set_config('plan_cache_mode', 'force_generic_plan', true),
                    pg_catalog.set_config('enable_seqscan', 'off', true),
                    pg_catalog.set_config('check_function_bodies', 'off', true),
                    pg_catalog.set_config('jit', 'off', true);
        END IF;
        IF NOT moved AND before IS NOT DISTINCT FROM behind THEN
            RETURN;
        END IF;
    END LOOP;
    IF moved THEN
        RAISE EXCEPTION 'cursors WITH HOLD go on working at COMMIT' USING ERRCODE = 'BWCMT',
            DETAIL = pg_catalog.left(pg_catalog.substr(cursors, 3), 1000) || ' (each is read to its end)';
    END IF;
    RAISE EXCEPTION 'deferred triggers go on working at COMMIT' USING ERRCODE = 'BWCMT',
        DETAIL = 'After 1,000 rounds they still write: ' || (
            SELECT pg_catalog.string_agg(DISTINCT pg_catalog.format('trigger %I on %s', tgname,
                tgrelid::pg_catalog.regclass), ', ')
            FROM pg_catalog.pg_locks JOIN pg_catalog.pg_trigger ON tgrelid = relation
            WHERE pid = pg_catalog.pg_backend_pid() AND locktype = 'relation' AND mode = 'RowExclusiveLock'
              AND tgdeferrable AND NOT tgisinternal);
END
$work$
