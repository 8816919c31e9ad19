ALTER TABLE inventory.drugs DROP COLUMN dosage_form;
