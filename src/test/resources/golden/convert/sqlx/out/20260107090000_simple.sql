-- Taken over from sqlx: 20260107090000_simple.sql
-- It had no way back there, so this file has no down section.

-- migrate:up
INSERT INTO drugs VALUES (1, 'Paracetamol 500 mg');
