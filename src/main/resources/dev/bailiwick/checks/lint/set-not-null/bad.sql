-- migrate:up
ALTER TABLE inventory.drugs ALTER price SET NOT NULL;

-- migrate:down
ALTER TABLE inventory.drugs ALTER price DROP NOT NULL;
