-- Taken over from flyway: V1__a.sql
-- It had no way back there, so this file has no down section.

-- migrate:up
SELECT 1;
