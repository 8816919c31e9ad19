-- migrate:up
-- Both names work until the programs of release 12 are gone.
ALTER TABLE inventory.drugs
    ADD drug_code varchar(20) GENERATED ALWAYS AS (code) STORED;

-- migrate:down
ALTER TABLE inventory.drugs DROP drug_code;
