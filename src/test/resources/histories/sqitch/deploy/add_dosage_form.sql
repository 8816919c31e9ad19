-- Deploy inventory:add_dosage_form to pg

BEGIN;

ALTER TABLE inventory.drugs ADD COLUMN dosage_form text;

COMMIT;
