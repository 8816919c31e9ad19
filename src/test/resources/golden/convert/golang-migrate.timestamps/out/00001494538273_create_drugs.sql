-- Taken over from golang-migrate: 1494538273_create_drugs.up.sql

-- migrate:up
CREATE TABLE drugs (drug_id integer);

-- migrate:down
DROP TABLE drugs;
