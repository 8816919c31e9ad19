-- +goose Up
INSERT INTO drugs (name) VALUES ('Paracetamol 500 mg');
