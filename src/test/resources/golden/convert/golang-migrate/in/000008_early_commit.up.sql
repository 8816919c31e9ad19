BEGIN;
CREATE TABLE inventory.bins (id int);
COMMIT;
COMMENT ON TABLE inventory.bins IS $$Where lots lie.$$;
