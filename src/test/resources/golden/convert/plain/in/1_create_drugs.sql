BEGIN;
CREATE TABLE drugs (drug_id integer);
COMMIT;
