-- Somebody asks for drugs to be bought. An approved request reserves its money in the budget: see
-- 20251205000308_reserve_budgets.sql.

-- migrate:up
CREATE TABLE inventory.purchase_requests (
    purchase_request_id bigint                      GENERATED ALWAYS AS IDENTITY,
    request_no          varchar(30)                 NOT NULL,
    budget_id           bigint                      NOT NULL,
    requested_by        uuid                        NOT NULL,
    needed_on           date,
    status              inventory.request_status    NOT NULL DEFAULT 'DRAFT',
    reserved_amount     numeric(14,2)               NOT NULL DEFAULT 0,
    closed_at           timestamptz,
    created_at          timestamptz                 NOT NULL DEFAULT now(),
    updated_at          timestamptz                 NOT NULL DEFAULT now(),

    CONSTRAINT purchase_requests_pkey PRIMARY KEY (purchase_request_id),
    CONSTRAINT purchase_requests_request_no_key UNIQUE (request_no),
    CONSTRAINT purchase_requests_budget_id_fkey FOREIGN KEY (budget_id)
        REFERENCES inventory.budgets (budget_id) ON DELETE RESTRICT,
    CONSTRAINT purchase_requests_requested_by_fkey FOREIGN KEY (requested_by)
        REFERENCES public.users (user_id) ON DELETE RESTRICT,
    CONSTRAINT purchase_requests_reserved_amount_check CHECK (reserved_amount >= 0),
    CONSTRAINT purchase_requests_closed_at_check CHECK (closed_at IS NULL OR status = 'APPROVED')
);

COMMENT ON TABLE inventory.purchase_requests IS 'Requests to buy drugs / ใบขอซื้อ';
COMMENT ON COLUMN inventory.purchase_requests.reserved_amount IS
    'Baht still reserved in the budget; kept by triggers and by post_receipt.';
COMMENT ON COLUMN inventory.purchase_requests.closed_at IS
    'Set when no further delivery is expected: gives back what is still reserved.';

CREATE TABLE inventory.purchase_request_items (
    purchase_request_id bigint          NOT NULL,
    line_no             smallint        NOT NULL,
    generic_id          bigint          NOT NULL,
    quantity            numeric(14,3)   NOT NULL,
    estimated_price     numeric(14,4)   NOT NULL,
    amount              numeric(14,2)   GENERATED ALWAYS AS (
                            round(quantity * estimated_price, 2)
                        ) STORED,

    CONSTRAINT purchase_request_items_pkey PRIMARY KEY (purchase_request_id, line_no),
    CONSTRAINT purchase_request_items_purchase_request_id_fkey FOREIGN KEY (purchase_request_id)
        REFERENCES inventory.purchase_requests (purchase_request_id) ON DELETE CASCADE,
    CONSTRAINT purchase_request_items_generic_id_fkey FOREIGN KEY (generic_id)
        REFERENCES inventory.generics (generic_id) ON DELETE RESTRICT,
    CONSTRAINT purchase_request_items_line_no_check CHECK (line_no > 0),
    CONSTRAINT purchase_request_items_quantity_check CHECK (quantity > 0),
    CONSTRAINT purchase_request_items_estimated_price_check CHECK (estimated_price >= 0)
);

COMMENT ON TABLE inventory.purchase_request_items IS 'Medicines asked for.';
COMMENT ON COLUMN inventory.purchase_request_items.quantity IS 'Units of use.';
COMMENT ON COLUMN inventory.purchase_request_items.estimated_price IS
    'Baht for one unit of use, estimated.';

-- migrate:down
DROP TABLE inventory.purchase_request_items;
DROP TABLE inventory.purchase_requests;
