-- notes
SELECT 1;
SELECT 2;
-- migrate:up
SELECT 3;
