BEGIN;
CREATE TABLE drugs (drug_id integer PRIMARY KEY, name text);
COMMIT;
