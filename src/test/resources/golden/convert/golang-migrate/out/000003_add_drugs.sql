-- Taken over from golang-migrate: 000003_add_drugs.up.sql
-- It had no way back there, so this file has no down section.

-- migrate:up
INSERT INTO drugs VALUES (1, 'Paracetamol 500 mg');
