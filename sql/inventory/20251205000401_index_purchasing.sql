-- Indexes of contracts, purchase requests and purchase orders: foreign keys, and the lists of open work.

-- migrate:up
-- Contracts.
CREATE INDEX contracts_company_id_idx ON inventory.contracts (company_id);
CREATE INDEX contracts_created_by_idx ON inventory.contracts (created_by);
CREATE INDEX contract_items_drug_id_idx ON inventory.contract_items (drug_id);

-- Purchase requests.
CREATE INDEX purchase_requests_budget_id_idx ON inventory.purchase_requests (budget_id);
CREATE INDEX purchase_requests_requested_by_idx ON inventory.purchase_requests (requested_by);
CREATE INDEX purchase_request_items_generic_id_idx ON inventory.purchase_request_items (generic_id);

-- Purchase orders.
CREATE INDEX purchase_orders_company_id_idx ON inventory.purchase_orders (company_id);
CREATE INDEX purchase_orders_purchase_request_id_idx ON inventory.purchase_orders (purchase_request_id);
CREATE INDEX purchase_orders_contract_id_idx ON inventory.purchase_orders (contract_id);
CREATE INDEX purchase_orders_created_by_idx ON inventory.purchase_orders (created_by);
CREATE INDEX purchase_order_items_drug_id_idx ON inventory.purchase_order_items (drug_id);

-- Few rows are open, so these stay small.
CREATE INDEX purchase_requests_submitted_idx
    ON inventory.purchase_requests (created_at) WHERE status = 'SUBMITTED';
CREATE INDEX purchase_orders_open_idx
    ON inventory.purchase_orders (due_on) WHERE status IN ('ISSUED', 'PARTLY_RECEIVED');

-- migrate:down
DROP INDEX inventory.purchase_orders_open_idx;
DROP INDEX inventory.purchase_requests_submitted_idx;
DROP INDEX inventory.purchase_order_items_drug_id_idx;
DROP INDEX inventory.purchase_orders_created_by_idx;
DROP INDEX inventory.purchase_orders_contract_id_idx;
DROP INDEX inventory.purchase_orders_purchase_request_id_idx;
DROP INDEX inventory.purchase_orders_company_id_idx;
DROP INDEX inventory.purchase_request_items_generic_id_idx;
DROP INDEX inventory.purchase_requests_requested_by_idx;
DROP INDEX inventory.purchase_requests_budget_id_idx;
DROP INDEX inventory.contract_items_drug_id_idx;
DROP INDEX inventory.contracts_created_by_idx;
DROP INDEX inventory.contracts_company_id_idx;
