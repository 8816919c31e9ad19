--liquibase formatted sql
--changeset alice:1
ALTER TABLE lots ADD COLUMN drug_id integer;
--rollback ALTER TABLE lots DROP COLUMN drug_id;
