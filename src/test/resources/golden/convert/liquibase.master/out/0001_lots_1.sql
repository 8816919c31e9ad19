-- Taken over from liquibase: changes/lots.sql::1::alice

-- migrate:up
CREATE TABLE lots (lot_id integer);

-- migrate:down
DROP TABLE lots;
