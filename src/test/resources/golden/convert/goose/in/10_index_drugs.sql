-- +goose NO TRANSACTION
-- +goose Up
CREATE INDEX CONCURRENTLY drugs_name_idx ON drugs (name);

-- +goose Down
DROP INDEX CONCURRENTLY drugs_name_idx;
