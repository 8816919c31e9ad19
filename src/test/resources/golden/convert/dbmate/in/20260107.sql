-- migrate:up
CREATE TABLE lots (lot_id integer);
-- migrate:down
DROP TABLE lots;
