-- Taken over from sqitch: deploy/lots@v1.sql

-- migrate:up
CREATE TABLE lots (lot_id integer);

-- migrate:down
DROP TABLE lots;
