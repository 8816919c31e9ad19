-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY IF NOT EXISTS drugs_price_idx ON inventory.drugs (price);

-- migrate:down transaction:false
DROP INDEX CONCURRENTLY IF EXISTS inventory.drugs_price_idx;
