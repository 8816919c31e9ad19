-- migrate:up
SELECT 1, "id;
