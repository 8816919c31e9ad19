-- migrate:up
SELECT 1
-- migrate up
+ 2;
