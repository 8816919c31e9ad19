-- migrate:up
ALTER TABLE inventory.drugs ALTER code TYPE text;

-- migrate:down
ALTER TABLE inventory.drugs ALTER code TYPE varchar(20);
