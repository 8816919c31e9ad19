-- +goose Up
-- +goose NO TRANSACTION
SELECT 1;
-- +goose Down
SELECT 2;
-- +migrate Up notransaction
-- rambler up
-- rambler down
--//@UNDO
-- //@UNDO
-- Up Migration
-- Down Migration
---- create above / drop below ----
