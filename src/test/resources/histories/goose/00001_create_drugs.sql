-- +goose Up
CREATE TABLE inventory.drugs (id integer PRIMARY KEY, code text NOT NULL);

-- +goose Down
DROP TABLE inventory.drugs;
