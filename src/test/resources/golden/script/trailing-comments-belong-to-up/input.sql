-- migrate:up
SELECT 1;
-- about the way back

-- migrate:down
SELECT 2;
