-- Taken over from sqitch: deploy/lots.sql

-- migrate:up
ALTER TABLE lots ADD COLUMN made_on date;

-- migrate:down
ALTER TABLE lots DROP COLUMN made_on;
