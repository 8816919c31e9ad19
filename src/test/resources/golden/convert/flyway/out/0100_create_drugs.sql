-- Taken over from flyway: V1__create_drugs.sql

-- migrate:up
CREATE TABLE drugs (drug_id integer, name text);

-- migrate:down
DROP TABLE drugs;
