-- // add dosage form
ALTER TABLE inventory.drugs ADD COLUMN dosage_form text;

-- //@UNDO
ALTER TABLE inventory.drugs DROP COLUMN dosage_form;
