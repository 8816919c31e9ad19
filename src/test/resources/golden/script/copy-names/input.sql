-- migrate:up
COPY s.from FROM STDIN;
1
\.
COPY "from" ("to") FROM STDIN WHERE x IS DISTINCT FROM 'y';
2
\.
COPY s.to(a, b) FROM STDIN;
3
\.
COPY "copy" FROM "stdin"; SELECT 4;
COPY (SELECT extract(day FROM stdin)) TO '/f'; SELECT 6;
COPY (SELECT 1 FROM stdin) TO '/f'; SELECT 8;
