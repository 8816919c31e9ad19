-- migrate:up
\i other.sql
\set x 'it''s
\copy a from 'a.csv' csv
SELECT 1 \gexec
SELECT 2 \; SELECT 3;
\c other
\echo "hello
SELECT 4;
\
\unknown
