-- Taken over from sqlx: 20260105090000_create_drugs.up.sql

-- migrate:up
CREATE TABLE drugs (drug_id integer, name text);

-- migrate:down
DROP TABLE drugs;
