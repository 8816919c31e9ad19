-- Revert inventory:create_lots from pg

BEGIN;

DROP TABLE inventory.lots;

COMMIT;
