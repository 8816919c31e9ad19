-- file: 20260101000002_add_is_active.sql
-- migrate:up
ALTER TABLE inventory.drugs ADD is_active boolean;

-- migrate:down
ALTER TABLE inventory.drugs DROP is_active;
-- file: 20260101000003_fill_is_active.sql
-- migrate:up
UPDATE inventory.drugs SET is_active = true WHERE is_active IS NULL;

-- migrate:down
UPDATE inventory.drugs SET is_active = NULL;
