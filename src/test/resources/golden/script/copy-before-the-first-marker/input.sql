COPY a FROM STDIN;
-- migrate:up
\.
-- migrate:up
SELECT 1;
