-- Taken over from golang-migrate: 000008_early_commit.up.sql

-- migrate:up transaction:false
BEGIN;
CREATE TABLE inventory.bins (id int);
COMMIT;
COMMENT ON TABLE inventory.bins IS $$Where lots lie.$$;

-- migrate:down
DROP TABLE inventory.bins;
