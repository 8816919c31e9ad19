-- Taken over from golang-migrate: 000004_empty_down.up.sql

-- migrate:up
UPDATE drugs SET name = upper(name)

-- migrate:down
