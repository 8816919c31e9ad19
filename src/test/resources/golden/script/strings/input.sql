-- migrate:up
SELECT 'a''b;', '', '''', '\'; SELECT 2, 'it''s; -- no comment', '/* no; comment'; SELECT 3;
