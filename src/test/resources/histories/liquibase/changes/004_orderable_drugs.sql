--liquibase formatted sql

--changeset malee:view runOnChange:true
CREATE OR REPLACE VIEW inventory.orderable_drugs AS SELECT id, code FROM inventory.drugs;
--rollback DROP VIEW inventory.orderable_drugs;
