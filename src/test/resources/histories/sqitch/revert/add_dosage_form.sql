-- Revert inventory:add_dosage_form from pg

BEGIN;

ALTER TABLE inventory.drugs DROP COLUMN dosage_form;

COMMIT;
