-- migrate:up
ALTER TABLE inventory.drugs ADD public_id uuid;
ALTER TABLE inventory.drugs ALTER public_id SET DEFAULT gen_random_uuid();

-- migrate:down
ALTER TABLE inventory.drugs DROP public_id;
