-- migrate:up
COPY a FROM STDIN; SELECT 1;
1
\.
COPY a FROM STDIN; /* c */
2
\.
SELECT 3;
