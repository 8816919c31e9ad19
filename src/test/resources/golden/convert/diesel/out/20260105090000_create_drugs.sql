-- Taken over from diesel: 2026-01-05-090000_create_drugs/up.sql

-- migrate:up
CREATE TABLE drugs (drug_id integer, name text);

-- migrate:down
DROP TABLE drugs;
