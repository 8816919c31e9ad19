ALTER TABLE drugs ADD COLUMN form text;
