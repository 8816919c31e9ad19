-- What each department has in its own cupboard, and how much it should have. Departments see only
-- their own rows: see 20251205000310_restrict_department_stocks.sql.

-- migrate:up
CREATE TABLE inventory.department_stocks (
    department_id       bigint          NOT NULL,
    drug_id             bigint          NOT NULL,
    quantity            numeric(14,3)   NOT NULL DEFAULT 0,
    minimum_quantity    numeric(14,3)   NOT NULL DEFAULT 0,
    maximum_quantity    numeric(14,3),
    needs_refill        boolean         GENERATED ALWAYS AS (quantity < minimum_quantity) STORED,
    created_at          timestamptz     NOT NULL DEFAULT now(),
    updated_at          timestamptz     NOT NULL DEFAULT now(),

    CONSTRAINT department_stocks_pkey PRIMARY KEY (department_id, drug_id),
    CONSTRAINT department_stocks_department_id_fkey FOREIGN KEY (department_id)
        REFERENCES public.departments (department_id) ON DELETE RESTRICT,
    CONSTRAINT department_stocks_drug_id_fkey FOREIGN KEY (drug_id)
        REFERENCES inventory.drugs (drug_id) ON DELETE RESTRICT,
    CONSTRAINT department_stocks_quantity_check CHECK (quantity >= 0),
    CONSTRAINT department_stocks_minimum_quantity_check CHECK (minimum_quantity >= 0),
    CONSTRAINT department_stocks_maximum_quantity_check CHECK (maximum_quantity >= minimum_quantity)
);

COMMENT ON TABLE inventory.department_stocks IS
    'Drugs in the departments'' own cupboards / สต็อกหน่วยงาน';
COMMENT ON COLUMN inventory.department_stocks.quantity IS 'Units of use now in the cupboard.';
COMMENT ON COLUMN inventory.department_stocks.minimum_quantity IS
    'Below this the cupboard is to be refilled.';
COMMENT ON COLUMN inventory.department_stocks.maximum_quantity IS
    'Refill up to this; null for no limit.';

-- migrate:down
DROP TABLE inventory.department_stocks;
