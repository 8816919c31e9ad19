-- Taken over from goose: 16_blocks.sql

-- migrate:up transaction:false
BEGIN;
UPDATE drugs SET name = 'a';
COMMIT;
BEGIN;
UPDATE drugs SET name = 'b';
COMMIT;

-- migrate:down
SELECT 1;
