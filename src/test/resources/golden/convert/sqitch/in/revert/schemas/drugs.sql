-- Revert pharmacy:schemas/drugs from pg

BEGIN;

DROP TABLE drugs;

COMMIT;
