-- Verify inventory:index_drug_codes on pg

SELECT 1;
