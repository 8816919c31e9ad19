-- migrate:up
DROP TABLE inventory.drugs;

-- migrate:down irreversible
