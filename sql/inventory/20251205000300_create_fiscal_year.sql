-- The Thai fiscal year of a day. The body is SQL that the server parses now and stores: a later change
-- of search_path cannot alter what it means.

-- migrate:up
CREATE FUNCTION inventory.fiscal_year(p_day date) RETURNS smallint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT (
        EXTRACT(YEAR FROM p_day)::integer
        + 543
        + CASE
              WHEN EXTRACT(MONTH FROM p_day) >= 10 THEN 1
              ELSE 0
          END
    )::smallint;
END;

COMMENT ON FUNCTION inventory.fiscal_year(date) IS
    'Thai fiscal year, Buddhist era: 30 September 2026 is in 2569, 1 October 2026 in 2570.';

-- migrate:down
DROP FUNCTION inventory.fiscal_year(date);
