-- +goose Up
CREATE TABLE inventory.lots (id int);
