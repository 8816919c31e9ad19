-- How much of each lot lies where, right now. Follows from the stock ledger and is kept by its trigger,
-- so that nobody has to add up years of entries.

-- migrate:up
CREATE TABLE inventory.stock_balances (
    lot_id          bigint          NOT NULL,
    location_id     bigint          NOT NULL,
    quantity        numeric(14,3)   NOT NULL,
    updated_at      timestamptz     NOT NULL DEFAULT now(),

    CONSTRAINT stock_balances_pkey PRIMARY KEY (lot_id, location_id),
    CONSTRAINT stock_balances_lot_id_fkey FOREIGN KEY (lot_id)
        REFERENCES inventory.lots (lot_id) ON DELETE RESTRICT,
    CONSTRAINT stock_balances_location_id_fkey FOREIGN KEY (location_id)
        REFERENCES inventory.locations (location_id) ON DELETE RESTRICT,
    CONSTRAINT stock_balances_quantity_check CHECK (quantity >= 0)
);

COMMENT ON TABLE inventory.stock_balances IS
    'Stock of each lot by location: the sum of its ledger entries. Written by a trigger only / ยอดคงเหลือ';
COMMENT ON COLUMN inventory.stock_balances.quantity IS 'Units of use; never below zero.';

-- migrate:down
DROP TABLE inventory.stock_balances;
