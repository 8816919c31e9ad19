-- {title}: say who reads it and what for.

-- migrate:up
CREATE VIEW {view} AS
SELECT
    -- TODO: each column by its name, never *, and the tables they come from
    CURRENT_DATE AS looked_up_on;

COMMENT ON VIEW {view} IS 'TODO: one sentence';

-- migrate:down
DROP VIEW {view};
