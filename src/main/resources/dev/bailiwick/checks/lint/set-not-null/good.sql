-- file: 20260101000002_require_price.sql
-- migrate:up
ALTER TABLE inventory.drugs ADD CONSTRAINT price_not_null CHECK (price IS NOT NULL) NOT VALID;

-- migrate:down
ALTER TABLE inventory.drugs DROP CONSTRAINT price_not_null;
-- file: 20260101000003_validate_price.sql
-- migrate:up
ALTER TABLE inventory.drugs VALIDATE CONSTRAINT price_not_null;

-- migrate:down
SELECT 1;
-- file: 20260101000004_price_not_null.sql
-- migrate:up
ALTER TABLE inventory.drugs ALTER price SET NOT NULL, DROP CONSTRAINT price_not_null;

-- migrate:down
ALTER TABLE inventory.drugs ALTER price DROP NOT NULL;
