-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY i ON a (x);
COPY a FROM STDIN;
1
\.
VACUUM a;
