-- migrate:up
SELECT 'é';
VACUUM;
