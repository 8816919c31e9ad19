-- Orders that go to a company, in packs, with or without a contract behind them.

-- migrate:up
CREATE TABLE inventory.purchase_orders (
    purchase_order_id   bigint                      GENERATED ALWAYS AS IDENTITY,
    order_no            varchar(30)                 NOT NULL,
    company_id          bigint                      NOT NULL,
    purchase_request_id bigint                      NOT NULL,
    contract_id         bigint,
    purchase_method     inventory.purchase_method   NOT NULL,
    status              inventory.order_status      NOT NULL DEFAULT 'DRAFT',
    ordered_on          date,
    due_on              date,
    created_by          uuid                        NOT NULL,
    created_at          timestamptz                 NOT NULL DEFAULT now(),
    updated_at          timestamptz                 NOT NULL DEFAULT now(),

    CONSTRAINT purchase_orders_pkey PRIMARY KEY (purchase_order_id),
    CONSTRAINT purchase_orders_order_no_key UNIQUE (order_no),
    CONSTRAINT purchase_orders_company_id_fkey FOREIGN KEY (company_id)
        REFERENCES inventory.companies (company_id) ON DELETE RESTRICT,
    CONSTRAINT purchase_orders_purchase_request_id_fkey FOREIGN KEY (purchase_request_id)
        REFERENCES inventory.purchase_requests (purchase_request_id) ON DELETE RESTRICT,
    CONSTRAINT purchase_orders_contract_id_fkey FOREIGN KEY (contract_id)
        REFERENCES inventory.contracts (contract_id) ON DELETE RESTRICT,
    CONSTRAINT purchase_orders_created_by_fkey FOREIGN KEY (created_by)
        REFERENCES public.users (user_id) ON DELETE RESTRICT,
    CONSTRAINT purchase_orders_ordered_on_check CHECK (
        ordered_on IS NOT NULL OR status IN ('DRAFT', 'CANCELLED')
    ),
    CONSTRAINT purchase_orders_due_on_check CHECK (due_on >= ordered_on)
);

COMMENT ON TABLE inventory.purchase_orders IS 'Orders to companies / ใบสั่งซื้อ';
COMMENT ON COLUMN inventory.purchase_orders.contract_id IS 'Null for a purchase without a contract.';
COMMENT ON COLUMN inventory.purchase_orders.ordered_on IS 'Day of issue; null while a draft.';

CREATE TABLE inventory.purchase_order_items (
    purchase_order_id   bigint          NOT NULL,
    line_no             smallint        NOT NULL,
    drug_id             bigint          NOT NULL,
    pack_quantity       numeric(12,3)   NOT NULL,
    pack_size           numeric(12,3)   NOT NULL,
    pack_price          numeric(14,4)   NOT NULL,
    quantity            numeric(14,3)   GENERATED ALWAYS AS (pack_quantity * pack_size) STORED,
    amount              numeric(14,2)   GENERATED ALWAYS AS (
                            round(pack_quantity * pack_price, 2)
                        ) STORED,

    CONSTRAINT purchase_order_items_pkey PRIMARY KEY (purchase_order_id, line_no),
    CONSTRAINT purchase_order_items_drug_id_key UNIQUE (purchase_order_id, drug_id),
    CONSTRAINT purchase_order_items_purchase_order_id_fkey FOREIGN KEY (purchase_order_id)
        REFERENCES inventory.purchase_orders (purchase_order_id) ON DELETE CASCADE,
    CONSTRAINT purchase_order_items_drug_id_fkey FOREIGN KEY (drug_id)
        REFERENCES inventory.drugs (drug_id) ON DELETE RESTRICT,
    CONSTRAINT purchase_order_items_line_no_check CHECK (line_no > 0),
    CONSTRAINT purchase_order_items_pack_quantity_check CHECK (pack_quantity > 0),
    CONSTRAINT purchase_order_items_pack_size_check CHECK (pack_size > 0),
    CONSTRAINT purchase_order_items_pack_price_check CHECK (pack_price >= 0)
);

COMMENT ON TABLE inventory.purchase_order_items IS 'Drugs of an order, each at most once.';
COMMENT ON COLUMN inventory.purchase_order_items.pack_size IS
    'Units of use in a pack when ordered: the drug''s own pack size may change later.';
COMMENT ON COLUMN inventory.purchase_order_items.pack_price IS 'Baht for one pack, VAT included.';
COMMENT ON COLUMN inventory.purchase_order_items.quantity IS 'Units of use.';

-- migrate:down
DROP TABLE inventory.purchase_order_items;
DROP TABLE inventory.purchase_orders;
