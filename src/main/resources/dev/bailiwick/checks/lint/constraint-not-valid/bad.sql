-- migrate:up
ALTER TABLE inventory.drugs ADD CONSTRAINT drugs_price_check CHECK (price >= 0);

-- migrate:down
ALTER TABLE inventory.drugs DROP CONSTRAINT drugs_price_check;
