-- migrate:up
SELECT 1; -- migrate:down
DROP TABLE a;
/* done */ -- migrate:down
