-- migrate:up
CREATE TABLE a (x text);
COPY a FROM STDIN;
one; 'two' "three $$ /* -- \N
-- migrate:down

\.x
 \.
\.
SELECT count(*) FROM a;
-- migrate:down
copy /* c */ a (x) from /* d */ stdin with (format csv, header) where x <> ';' ; -- data follow
x
"1;"
\.

COPY a FROM STDIN;
\.
