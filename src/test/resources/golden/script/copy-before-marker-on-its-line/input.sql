-- migrate:up
COPY a FROM STDIN; -- migrate:down
1
\.
