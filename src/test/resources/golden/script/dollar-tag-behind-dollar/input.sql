-- migrate:up
SELECT $a$ x; $$a$; SELECT 2;
SELECT $$ y; $b$$; SELECT 4;
SELECT $c$ $cc$ $c$c$; SELECT 6;
