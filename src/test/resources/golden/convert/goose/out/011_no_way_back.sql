-- Taken over from goose: 11_no_way_back.sql
-- It had no way back there, so this file has no down section.

-- migrate:up
INSERT INTO drugs (name) VALUES ('Paracetamol 500 mg');
