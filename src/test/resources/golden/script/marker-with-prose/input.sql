-- migrate:up creates the tables
SELECT 1;
