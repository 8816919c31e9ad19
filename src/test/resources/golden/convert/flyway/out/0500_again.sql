-- Taken over from flyway: V05__again.sql
-- It had no way back there, so this file has no down section.

-- migrate:up
SELECT 5;
