-- migrate:up
CREATE INDEX drugs_price_idx ON inventory.drugs (price);

-- migrate:down
DROP INDEX inventory.drugs_price_idx;
