-- Taken over from golang-migrate: 20260105090000_create_lots.up.sql

-- migrate:up
CREATE TABLE lots (lot_id integer);

-- migrate:down
DROP TABLE lots;
