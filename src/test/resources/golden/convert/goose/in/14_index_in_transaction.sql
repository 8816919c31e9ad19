-- +goose Up
CREATE INDEX CONCURRENTLY lots_idx ON lots (lot_id);
-- +goose Down
DROP INDEX lots_idx;
