--liquibase formatted sql

--changeset somchai:drugs
CREATE TABLE inventory.drugs (id integer PRIMARY KEY, code text NOT NULL);
--rollback DROP TABLE inventory.drugs;

--changeset somchai:drug-forms
ALTER TABLE inventory.drugs ADD COLUMN dosage_form text;
--rollback ALTER TABLE inventory.drugs DROP COLUMN dosage_form;
