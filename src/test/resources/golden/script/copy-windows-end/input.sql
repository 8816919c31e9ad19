-- migrate:up
COPY a FROM STDIN;
1
2
\.
SELECT 2;
