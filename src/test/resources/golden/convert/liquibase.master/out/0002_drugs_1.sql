-- Taken over from liquibase: changes/drugs.sql::1::alice

-- migrate:up
ALTER TABLE lots ADD COLUMN drug_id integer;

-- migrate:down
ALTER TABLE lots DROP COLUMN drug_id;
