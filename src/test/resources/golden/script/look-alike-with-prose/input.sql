-- migrate:up
SELECT 1;
-- migrate:dwon the tables go
SELECT 2;
-- migrate:the rest
-- migrate: done
-- migrates down
