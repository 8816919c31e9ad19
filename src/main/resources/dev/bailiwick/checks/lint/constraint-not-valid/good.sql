-- file: 20260101000002_check_prices.sql
-- migrate:up
ALTER TABLE inventory.drugs ADD CONSTRAINT drugs_price_check CHECK (price >= 0) NOT VALID;

-- migrate:down
ALTER TABLE inventory.drugs DROP CONSTRAINT drugs_price_check;
-- file: 20260101000003_validate_prices.sql
-- migrate:up
ALTER TABLE inventory.drugs VALIDATE CONSTRAINT drugs_price_check;

-- migrate:down
-- Valid is as good as not valid.
SELECT 1;
