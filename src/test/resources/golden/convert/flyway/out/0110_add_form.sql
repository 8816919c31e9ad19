-- Taken over from flyway: V1_10__add_form.sql
-- It had no way back there, so this file has no down section.

-- migrate:up
ALTER TABLE drugs ADD COLUMN form text;
