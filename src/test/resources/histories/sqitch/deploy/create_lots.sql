-- Deploy inventory:create_lots to pg

BEGIN;

CREATE TABLE inventory.lots (id integer PRIMARY KEY);

COMMIT;
