-- Taken over from golang-migrate: 000006_torn.up.sql

-- migrate:up transaction:false
BEGIN;
CREATE TABLE a ();
COMMIT;
BEGIN;
CREATE TABLE b ();
COMMIT;

-- migrate:down
DROP TABLE a, b;
