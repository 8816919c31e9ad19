-- +goose Up
BEGIN;
UPDATE drugs SET name = 'a';
COMMIT;
BEGIN;
UPDATE drugs SET name = 'b';
COMMIT;
-- +goose Down
SELECT 1;
