-- Taken over from liquibase: drugs.sql::no way back::bob
-- It had no way back there, so this file has no down section.

-- migrate:up
INSERT INTO drugs VALUES (1, 'Paracetamol 500 mg');

