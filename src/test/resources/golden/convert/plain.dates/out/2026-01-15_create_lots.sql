-- Taken over from plain: 2026-01-15_create_lots.sql
-- It had no way back there, so this file has no down section.

-- migrate:up
CREATE TABLE lots (lot_id integer);
