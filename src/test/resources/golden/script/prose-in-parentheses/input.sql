-- migrate:up
CREATE TABLE a (
  -- migrate up
  id int, -- migrate down
  -- +goose Up
  b int
);
SELECT 2;
