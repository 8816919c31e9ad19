-- migrate:up
COPY a FROM STDIN;
1
-- migrate:down
DROP TABLE a;
