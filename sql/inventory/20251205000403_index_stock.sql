-- Indexes of lots, stock documents and the stock ledger. An index on the partitioned ledger reaches every
-- partition, future ones too, but cannot be built CONCURRENTLY: on a big ledger do it in a quiet hour.

-- migrate:up
-- Lots and balances.
CREATE INDEX lots_expires_on_idx ON inventory.lots (expires_on);
CREATE INDEX stock_balances_location_id_idx ON inventory.stock_balances (location_id);

-- Receipts.
CREATE INDEX receipts_purchase_order_id_idx ON inventory.receipts (purchase_order_id);
CREATE INDEX receipts_location_id_idx ON inventory.receipts (location_id);
CREATE INDEX receipts_posted_by_idx ON inventory.receipts (posted_by);
CREATE INDEX receipt_items_lot_id_idx ON inventory.receipt_items (lot_id);

-- Distributions.
CREATE INDEX distributions_location_id_idx ON inventory.distributions (location_id);
CREATE INDEX distributions_department_id_idx ON inventory.distributions (department_id, distributed_on);
CREATE INDEX distributions_requested_by_idx ON inventory.distributions (requested_by);
CREATE INDEX distributions_posted_by_idx ON inventory.distributions (posted_by);
CREATE INDEX distribution_items_drug_id_idx ON inventory.distribution_items (drug_id);

-- Returns.
CREATE INDEX returns_location_id_idx ON inventory.returns (location_id);
CREATE INDEX returns_department_id_idx ON inventory.returns (department_id, returned_on);
CREATE INDEX returns_returned_by_idx ON inventory.returns (returned_by);
CREATE INDEX returns_posted_by_idx ON inventory.returns (posted_by);
CREATE INDEX return_items_lot_id_idx ON inventory.return_items (lot_id);

-- The ledger. Each entry names at most one document, so nulls are left out.
CREATE INDEX stock_ledger_lot_id_idx ON inventory.stock_ledger (lot_id, entry_date);
CREATE INDEX stock_ledger_location_id_idx ON inventory.stock_ledger (location_id, entry_date);
CREATE INDEX stock_ledger_entered_by_idx ON inventory.stock_ledger (entered_by);
CREATE INDEX stock_ledger_receipt_id_idx
    ON inventory.stock_ledger (receipt_id) WHERE receipt_id IS NOT NULL;
CREATE INDEX stock_ledger_distribution_id_idx
    ON inventory.stock_ledger (distribution_id) WHERE distribution_id IS NOT NULL;
CREATE INDEX stock_ledger_return_id_idx
    ON inventory.stock_ledger (return_id) WHERE return_id IS NOT NULL;

-- migrate:down
DROP INDEX inventory.stock_ledger_return_id_idx;
DROP INDEX inventory.stock_ledger_distribution_id_idx;
DROP INDEX inventory.stock_ledger_receipt_id_idx;
DROP INDEX inventory.stock_ledger_entered_by_idx;
DROP INDEX inventory.stock_ledger_location_id_idx;
DROP INDEX inventory.stock_ledger_lot_id_idx;
DROP INDEX inventory.return_items_lot_id_idx;
DROP INDEX inventory.returns_posted_by_idx;
DROP INDEX inventory.returns_returned_by_idx;
DROP INDEX inventory.returns_department_id_idx;
DROP INDEX inventory.returns_location_id_idx;
DROP INDEX inventory.distribution_items_drug_id_idx;
DROP INDEX inventory.distributions_posted_by_idx;
DROP INDEX inventory.distributions_requested_by_idx;
DROP INDEX inventory.distributions_department_id_idx;
DROP INDEX inventory.distributions_location_id_idx;
DROP INDEX inventory.receipt_items_lot_id_idx;
DROP INDEX inventory.receipts_posted_by_idx;
DROP INDEX inventory.receipts_location_id_idx;
DROP INDEX inventory.receipts_purchase_order_id_idx;
DROP INDEX inventory.stock_balances_location_id_idx;
DROP INDEX inventory.lots_expires_on_idx;
