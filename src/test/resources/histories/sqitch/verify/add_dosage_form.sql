-- Verify inventory:add_dosage_form on pg

SELECT 1;
