-- migrate:up
COPY a FROM STDIN;
1
\.