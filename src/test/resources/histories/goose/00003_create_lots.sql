-- +goose Up
CREATE TABLE inventory.lots (id integer PRIMARY KEY);

-- +goose Down
DROP TABLE inventory.lots;
