-- Taken over from golang-migrate: 000001_create_drugs.up.sql

-- migrate:up
BEGIN;
CREATE TABLE drugs (drug_id integer PRIMARY KEY, name text);
COMMIT;

-- migrate:down
BEGIN;
DROP TABLE drugs;
COMMIT;
