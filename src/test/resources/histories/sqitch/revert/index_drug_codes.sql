-- Revert inventory:index_drug_codes from pg

BEGIN;

DROP INDEX inventory.drugs_code_idx;

COMMIT;
