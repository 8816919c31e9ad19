-- migrate:up
CREATE FUNCTION begin(begin int, "end" int) RETURNS atomic.begin
BEGIN /* here */ ATOMIC;
    SELECT "end", t.end, t . end, begin AS end FROM t;
    SELECT begin.atomic, 1 AS case, (SELECT CASE WHEN true THEN 1 END);
    INSERT INTO a VALUES ('end;', $$ END; $$); ;
END; SELECT 2;
CREATE FUNCTION atomic() RETURNS int RETURN 1; SELECT 4;
CREATE FUNCTION s.begin() RETURNS begin LANGUAGE sql AS 'SELECT 1;'; SELECT 6;
CREATE VIEW begin_atomic AS SELECT 1; SELECT 8;
SELECT begin atomic; SELECT 10;
