-- migrate:up locktimeout:5s
\i x.sql
VACUUM;
SELECT (1;
-- migrate:down
COMMIT;
SELECT 'x
