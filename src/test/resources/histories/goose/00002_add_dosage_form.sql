-- +goose Up
ALTER TABLE inventory.drugs ADD COLUMN dosage_form text;

-- +goose Down
ALTER TABLE inventory.drugs DROP COLUMN dosage_form;
