-- Verify inventory:create_lots on pg

SELECT 1;
