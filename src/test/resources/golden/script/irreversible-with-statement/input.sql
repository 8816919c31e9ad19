-- migrate:up
SELECT 1;
-- migrate:down irreversible
SELECT 2;
