-- Taken over from flyway: V4__text.sql
-- It had no way back there, so this file has no down section.

-- migrate:up
UPDATE drugs SET name = '${site}';
