-- migrate:up
CREATE INDEX drugs_code_idx ON inventory.drugs (code);

-- migrate:down
DROP INDEX inventory.drugs_code_idx;
