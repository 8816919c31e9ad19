-- migrate:up
SELECT $c$ $c$c$ ;$c$; SELECT 4;
