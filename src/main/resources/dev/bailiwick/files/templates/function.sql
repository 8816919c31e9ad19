-- {title}: say what it answers and who calls it.

-- migrate:up
-- TODO: arguments, result and body; IMMUTABLE where the answer hangs on the arguments alone, VOLATILE where it writes.
-- The server parses BEGIN ATOMIC now: a later search_path can't alter what it means. plpgsql takes AS $$ … $$ instead.
CREATE FUNCTION {function}(p_value integer) RETURNS integer
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT p_value;
END;

COMMENT ON FUNCTION {function}(integer) IS 'TODO: one sentence';

-- migrate:down
DROP FUNCTION {function}(integer);
