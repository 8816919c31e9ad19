-- The first partitions of the stock ledger, named by the Thai fiscal year (1 October to 30 September).
-- Later years: inventory.create_ledger_partition(). The default catches days that have no partition yet.

-- migrate:up
CREATE TABLE inventory.stock_ledger_fy2569 PARTITION OF inventory.stock_ledger
    FOR VALUES FROM ('2025-10-01') TO ('2026-10-01');

CREATE TABLE inventory.stock_ledger_fy2570 PARTITION OF inventory.stock_ledger
    FOR VALUES FROM ('2026-10-01') TO ('2027-10-01');

CREATE TABLE inventory.stock_ledger_default PARTITION OF inventory.stock_ledger DEFAULT;

COMMENT ON TABLE inventory.stock_ledger_default IS
    'Should stay empty: a year whose rows already lie here cannot get its own partition any more.';

-- migrate:down
DROP TABLE inventory.stock_ledger_default;
DROP TABLE inventory.stock_ledger_fy2570;
DROP TABLE inventory.stock_ledger_fy2569;
