-- migrate:up
SELECT 1
\restrict Abc123
;
