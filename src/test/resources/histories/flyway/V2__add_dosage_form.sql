ALTER TABLE drugs ADD COLUMN dosage_form text;
