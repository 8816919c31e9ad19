-- migrate:up
SELECT 1;
CREATE TABLE a (id int, (b
-- migrate:down
DROP TABLE a;
