-- migrate:up
-- lint:disable index-not-concurrently the table is small
CREATE INDEX drugs_price_idx ON inventory.drugs (price);

-- migrate:down
DROP INDEX inventory.drugs_price_idx;
