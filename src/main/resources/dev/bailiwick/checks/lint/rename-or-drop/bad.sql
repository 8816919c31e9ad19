-- migrate:up
ALTER TABLE inventory.drugs RENAME code TO drug_code;

-- migrate:down
ALTER TABLE inventory.drugs RENAME drug_code TO code;
