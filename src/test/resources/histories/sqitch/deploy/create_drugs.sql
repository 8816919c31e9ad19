-- Deploy inventory:create_drugs to pg

BEGIN;

CREATE TABLE inventory.drugs (id integer PRIMARY KEY, code text NOT NULL);

COMMIT;
