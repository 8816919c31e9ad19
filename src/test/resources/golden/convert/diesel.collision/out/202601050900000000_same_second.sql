-- Taken over from diesel: 2026-01-05-090000-0000_same_second/up.sql
-- It had no way back there, so this file has no down section.

-- migrate:up
CREATE TABLE lots (lot_id integer);
