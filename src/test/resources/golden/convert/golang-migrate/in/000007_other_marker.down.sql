DROP TABLE inventory.lots;
-- +goose Down
