-- Taken over from plain: 1_create_drugs.sql
-- It had no way back there, so this file has no down section.

-- migrate:up
BEGIN;
CREATE TABLE drugs (drug_id integer);
COMMIT;
