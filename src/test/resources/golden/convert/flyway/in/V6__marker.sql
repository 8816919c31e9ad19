SELECT 6;
-- migrate:down
SELECT 7;
