-- Verify inventory:create_drugs on pg

SELECT 1;
