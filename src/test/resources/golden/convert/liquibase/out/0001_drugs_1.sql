-- Taken over from liquibase: drugs.sql::1::alice

-- migrate:up
--comment: drugs that the hospital orders
CREATE TABLE drugs (drug_id integer, name text);

-- migrate:down
DROP TABLE drugs;
