-- migrate:up
SELECT 1;
SELECT '
;';
-- migrate:down
SELECT 2;
