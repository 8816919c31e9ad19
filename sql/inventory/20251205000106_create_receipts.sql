-- Goods that arrive from a company. A draft changes nothing; inventory.post_receipt() books it.

-- migrate:up
CREATE TABLE inventory.receipts (
    receipt_id          bigint                      GENERATED ALWAYS AS IDENTITY,
    receipt_no          varchar(30)                 NOT NULL,
    company_id          bigint                      NOT NULL,
    purchase_order_id   bigint,
    location_id         bigint                      NOT NULL,
    invoice_no          varchar(40),
    received_on         date                        NOT NULL DEFAULT CURRENT_DATE,
    status              inventory.document_status   NOT NULL DEFAULT 'DRAFT',
    posted_by           uuid,
    posted_at           timestamptz,
    created_at          timestamptz                 NOT NULL DEFAULT now(),
    updated_at          timestamptz                 NOT NULL DEFAULT now(),

    CONSTRAINT receipts_pkey PRIMARY KEY (receipt_id),
    CONSTRAINT receipts_receipt_no_key UNIQUE (receipt_no),
    CONSTRAINT receipts_invoice_no_key UNIQUE (company_id, invoice_no),
    CONSTRAINT receipts_company_id_fkey FOREIGN KEY (company_id)
        REFERENCES inventory.companies (company_id) ON DELETE RESTRICT,
    CONSTRAINT receipts_purchase_order_id_fkey FOREIGN KEY (purchase_order_id)
        REFERENCES inventory.purchase_orders (purchase_order_id) ON DELETE RESTRICT,
    CONSTRAINT receipts_location_id_fkey FOREIGN KEY (location_id)
        REFERENCES inventory.locations (location_id) ON DELETE RESTRICT,
    CONSTRAINT receipts_posted_by_fkey FOREIGN KEY (posted_by)
        REFERENCES public.users (user_id) ON DELETE RESTRICT,
    CONSTRAINT receipts_posted_at_check CHECK (
        (status = 'POSTED') = (posted_at IS NOT NULL AND posted_by IS NOT NULL)
    )
);

COMMENT ON TABLE inventory.receipts IS 'Goods from companies / ใบรับยา';
COMMENT ON COLUMN inventory.receipts.purchase_order_id IS
    'Null for donations, samples and the opening stock.';
COMMENT ON COLUMN inventory.receipts.location_id IS 'Where the goods were put.';
COMMENT ON COLUMN inventory.receipts.posted_at IS
    'When it was written into the stock ledger; null before.';

CREATE TABLE inventory.receipt_items (
    receipt_id      bigint          NOT NULL,
    line_no         smallint        NOT NULL,
    lot_id          bigint          NOT NULL,
    quantity        numeric(14,3)   NOT NULL,
    unit_cost       numeric(14,4)   NOT NULL,
    amount          numeric(14,2)   GENERATED ALWAYS AS (round(quantity * unit_cost, 2)) STORED,

    CONSTRAINT receipt_items_pkey PRIMARY KEY (receipt_id, line_no),
    CONSTRAINT receipt_items_receipt_id_fkey FOREIGN KEY (receipt_id)
        REFERENCES inventory.receipts (receipt_id) ON DELETE CASCADE,
    CONSTRAINT receipt_items_lot_id_fkey FOREIGN KEY (lot_id)
        REFERENCES inventory.lots (lot_id) ON DELETE RESTRICT,
    CONSTRAINT receipt_items_line_no_check CHECK (line_no > 0),
    CONSTRAINT receipt_items_quantity_check CHECK (quantity > 0),
    CONSTRAINT receipt_items_unit_cost_check CHECK (unit_cost >= 0)
);

COMMENT ON TABLE inventory.receipt_items IS
    'Lots of a receipt. Free goods are a line of their own at cost 0.';
COMMENT ON COLUMN inventory.receipt_items.quantity IS 'Units of use.';
COMMENT ON COLUMN inventory.receipt_items.unit_cost IS 'Baht for one unit of use, VAT included.';

-- migrate:down
DROP TABLE inventory.receipt_items;
DROP TABLE inventory.receipts;
