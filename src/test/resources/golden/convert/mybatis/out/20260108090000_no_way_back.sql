-- Taken over from mybatis: 20260108090000_no_way_back.sql
-- It had no way back there, so this file has no down section.

-- migrate:up
-- // no way back
INSERT INTO drugs VALUES (2, 'Ibuprofen 400 mg');
