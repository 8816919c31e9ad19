-- migrate:up transaction:no
SELECT 1;
-- migrate:down
SELECT 2;
