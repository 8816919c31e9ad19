-- Taken over from flyway: V250__b.sql
-- It had no way back there, so this file has no down section.

-- migrate:up
SELECT 250;
