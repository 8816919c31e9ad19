-- migrate:up
SELECT 'it''s;
-- migrate:down
SELECT 2;
