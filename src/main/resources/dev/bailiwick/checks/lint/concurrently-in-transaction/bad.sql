-- migrate:up
CREATE INDEX CONCURRENTLY IF NOT EXISTS drugs_price_idx ON inventory.drugs (price);

-- migrate:down
DROP INDEX inventory.drugs_price_idx;
