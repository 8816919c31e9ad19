--migrate:dwon
SELECT 1;
-- migrate down
SELECT 2;
-- Migrate:Up
SELECT 3;
-- migrate: up
SELECT 4;
-- MIGRATE UP transaction=false
SELECT 5;
-- migrations:down
SELECT 6;
-- migrate:undo
SELECT 7;
--- migrate:up ---
SELECT 8;
-- migrate : down irreversible
-- migrat:up
-- migrate:
-- migrate：up
