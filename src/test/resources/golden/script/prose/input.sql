-- migrate the old rows to the new table
-- Migrate: the rest follows in May
-- migrate up to version 5, then stop
-- migration of the drugs
-- migrate
-- down
-- migrated: up and down
-- migrate to
-- migrate it: done
-- -------- migrate ---------
-- See +goose Uppercase
-- migrate:up
-- migrate the old rows
-- Migrate upwards.
SELECT 1; -- migrate: up to now
-- migrate:down
-- migrate down the hill
SELECT 2;
