-- Revert inventory:create_drugs from pg

BEGIN;

DROP TABLE inventory.drugs;

COMMIT;
