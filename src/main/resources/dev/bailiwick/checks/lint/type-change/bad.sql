-- migrate:up
ALTER TABLE inventory.drugs ALTER price TYPE numeric(16,4);

-- migrate:down
ALTER TABLE inventory.drugs ALTER price TYPE numeric(12,2);
