-- migrate:up
SET work_mem = '256MB';
SELECT count(*) FROM inventory.drugs;

-- migrate:down
SELECT 1;
