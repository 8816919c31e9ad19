-- Drugs that the hospital orders.

-- +goose Up
CREATE TABLE drugs (
    drug_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name    text NOT NULL
);

-- +goose Down
DROP TABLE drugs;
