-- Taken over from plain: 2026-01-05_create_drugs.sql
-- It had no way back there, so this file has no down section.

-- migrate:up
CREATE TABLE drugs (drug_id integer);
