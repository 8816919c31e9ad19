-- +goose Up
SELECT 1;
-- +goose Upp
SELECT 2;
-- +goose Down
SELECT 3;
-- +goose Down
SELECT 4;
