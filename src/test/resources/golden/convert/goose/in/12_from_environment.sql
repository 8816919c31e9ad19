-- +goose Up
-- +goose ENVSUB ON
INSERT INTO drugs (name) VALUES ('${FIRST_DRUG}');
-- +goose ENVSUB OFF
-- +goose Down
DELETE FROM drugs;
