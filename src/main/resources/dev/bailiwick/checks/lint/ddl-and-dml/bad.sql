-- migrate:up
ALTER TABLE inventory.drugs ADD is_active boolean;
UPDATE inventory.drugs SET is_active = true;

-- migrate:down
-- The column was new.
ALTER TABLE inventory.drugs DROP is_active;
