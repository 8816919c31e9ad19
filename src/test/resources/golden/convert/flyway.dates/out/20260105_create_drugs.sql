-- Taken over from flyway: V2026.1.5__create_drugs.sql
-- It had no way back there, so this file has no down section.

-- migrate:up
CREATE TABLE drugs (drug_id integer);
