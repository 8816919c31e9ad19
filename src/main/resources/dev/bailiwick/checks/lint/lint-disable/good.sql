-- migrate:up
-- lint:disable index-not-concurrently 2,000 rows at the largest site
CREATE INDEX drugs_price_idx ON inventory.drugs (price);

-- migrate:down
DROP INDEX inventory.drugs_price_idx;
