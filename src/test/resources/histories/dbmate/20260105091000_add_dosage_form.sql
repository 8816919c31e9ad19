-- migrate:up
ALTER TABLE inventory.drugs ADD COLUMN dosage_form text;

-- migrate:down
ALTER TABLE inventory.drugs DROP COLUMN dosage_form;
