-- Says what the schema is for. The schema itself is there before the first file runs and stays after
-- the last way back: it also holds the history of migrations.

-- migrate:up
COMMENT ON SCHEMA inventory IS
    'Hospital drug inventory: catalogue, budgets, purchasing, lots and the stock ledger.';

-- migrate:down
COMMENT ON SCHEMA inventory IS NULL;
