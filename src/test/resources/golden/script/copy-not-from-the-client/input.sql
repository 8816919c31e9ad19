-- migrate:up
COPY a FROM '/data/a.txt'; SELECT 2;
COPY a FROM PROGRAM 'cat /data/a.txt'; SELECT 4;
COPY a TO '/data/a.txt'; SELECT 6;
COPY s.from FROM '/f' WHERE x IS DISTINCT FROM stdin; SELECT 8;
COPY (SELECT x FROM stdin) TO '/f'; SELECT 10;
CREATE TABLE copy (stdin int); SELECT 'COPY a FROM STDIN;';
CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ COPY a FROM STDIN; $$; SELECT 14;
