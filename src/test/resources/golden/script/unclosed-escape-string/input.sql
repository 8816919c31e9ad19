-- migrate:up
SELECT (E'a\';
