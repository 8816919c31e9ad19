-- migrate:up
-- Empty since release 11; lists of drugs come from inventory.catalogue.
DROP TABLE inventory.drugs;

-- migrate:down irreversible
