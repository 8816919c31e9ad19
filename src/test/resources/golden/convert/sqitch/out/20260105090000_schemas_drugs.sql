-- Taken over from sqitch: deploy/schemas/drugs.sql

-- migrate:up
-- Deploy pharmacy:schemas/drugs to pg

BEGIN;

CREATE TABLE drugs (drug_id integer);

COMMIT;

-- migrate:down
-- Revert pharmacy:schemas/drugs from pg

BEGIN;

DROP TABLE drugs;

COMMIT;
