/* notes
-- migrate:up
SELECT 2;
