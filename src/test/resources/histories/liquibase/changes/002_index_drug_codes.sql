--liquibase formatted sql

--changeset malee:1
CREATE INDEX drugs_code_idx ON inventory.drugs (code);
--rollback DROP INDEX inventory.drugs_code_idx;
