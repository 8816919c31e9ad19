-- migrate:up
SELECT 1;
SELECT (2 + (3);
SELECT 4;
