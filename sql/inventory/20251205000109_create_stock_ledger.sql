-- The stock ledger: every movement of every lot, for ever. Partitioned by day, one partition a fiscal
-- year, so that an old year can be detached and archived in a moment.

-- migrate:up
CREATE TABLE inventory.stock_ledger (
    stock_ledger_id bigint                          GENERATED ALWAYS AS IDENTITY,
    entry_date      date                            NOT NULL DEFAULT CURRENT_DATE,
    entry_type      inventory.ledger_entry_type     NOT NULL,
    lot_id          bigint                          NOT NULL,
    location_id     bigint                          NOT NULL,
    quantity        numeric(14,3)                   NOT NULL,
    unit_cost       numeric(14,4),
    receipt_id      bigint,
    distribution_id bigint,
    return_id       bigint,
    entered_by      uuid                            NOT NULL,
    entered_at      timestamptz                     NOT NULL DEFAULT now(),
    remark          text,

    -- The partition key has to be part of the primary key.
    CONSTRAINT stock_ledger_pkey PRIMARY KEY (stock_ledger_id, entry_date),
    CONSTRAINT stock_ledger_lot_id_fkey FOREIGN KEY (lot_id)
        REFERENCES inventory.lots (lot_id) ON DELETE RESTRICT,
    CONSTRAINT stock_ledger_location_id_fkey FOREIGN KEY (location_id)
        REFERENCES inventory.locations (location_id) ON DELETE RESTRICT,
    CONSTRAINT stock_ledger_receipt_id_fkey FOREIGN KEY (receipt_id)
        REFERENCES inventory.receipts (receipt_id) ON DELETE RESTRICT,
    CONSTRAINT stock_ledger_distribution_id_fkey FOREIGN KEY (distribution_id)
        REFERENCES inventory.distributions (distribution_id) ON DELETE RESTRICT,
    CONSTRAINT stock_ledger_return_id_fkey FOREIGN KEY (return_id)
        REFERENCES inventory.returns (return_id) ON DELETE RESTRICT,
    CONSTRAINT stock_ledger_entered_by_fkey FOREIGN KEY (entered_by)
        REFERENCES public.users (user_id) ON DELETE RESTRICT,
    CONSTRAINT stock_ledger_quantity_check CHECK (
        CASE entry_type
            WHEN 'RECEIPT' THEN quantity > 0
            WHEN 'RETURN' THEN quantity > 0
            WHEN 'TRANSFER_IN' THEN quantity > 0
            WHEN 'DISTRIBUTION' THEN quantity < 0
            WHEN 'TRANSFER_OUT' THEN quantity < 0
            WHEN 'DISPOSAL' THEN quantity < 0
            ELSE quantity <> 0
        END
    ),
    CONSTRAINT stock_ledger_document_check CHECK (num_nonnulls(receipt_id, distribution_id, return_id) <= 1),
    CONSTRAINT stock_ledger_remark_check CHECK (entry_type <> 'ADJUSTMENT' OR remark IS NOT NULL)
) PARTITION BY RANGE (entry_date);

COMMENT ON TABLE inventory.stock_ledger IS
    'Every movement of every lot, append-only / บัญชีเคลื่อนไหวสต็อกยา';
COMMENT ON COLUMN inventory.stock_ledger.entry_date IS 'Day of the movement; decides the partition.';
COMMENT ON COLUMN inventory.stock_ledger.quantity IS
    'Units of use; above zero into the location, below zero out of it.';
COMMENT ON COLUMN inventory.stock_ledger.unit_cost IS
    'Baht for one unit of use, where the entry brings a cost.';
COMMENT ON COLUMN inventory.stock_ledger.receipt_id IS 'At most one of the three documents is named.';
COMMENT ON COLUMN inventory.stock_ledger.remark IS 'Must not be missing from an adjustment.';

-- migrate:down
DROP TABLE inventory.stock_ledger;
