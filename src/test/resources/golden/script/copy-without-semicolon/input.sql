-- migrate:up
COPY a FROM STDIN
1
\.
SELECT 2;
