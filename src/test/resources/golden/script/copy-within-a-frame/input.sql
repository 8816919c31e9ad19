-- migrate:up
BEGIN;
COPY a FROM STDIN;
1
\.
COMMIT;
