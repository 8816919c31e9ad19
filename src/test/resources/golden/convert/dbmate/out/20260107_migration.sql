-- Taken over from dbmate: 20260107.sql

-- migrate:up
CREATE TABLE lots (lot_id integer);
-- migrate:down
DROP TABLE lots;
