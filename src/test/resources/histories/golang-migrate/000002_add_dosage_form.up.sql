ALTER TABLE inventory.drugs ADD COLUMN dosage_form text;
