-- Deploy pharmacy:schemas/drugs to pg

BEGIN;

CREATE TABLE drugs (drug_id integer);

COMMIT;
