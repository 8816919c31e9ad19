-- Deploy inventory:index_drug_codes to pg

BEGIN;

CREATE INDEX drugs_code_idx ON inventory.drugs (code);

COMMIT;
