-- Money that a department may spend on drugs in a fiscal year, by class. The check makes overspending
-- impossible whatever program writes here.

-- migrate:up
CREATE TABLE inventory.budgets (
    budget_id           bigint                  GENERATED ALWAYS AS IDENTITY,
    fiscal_year         smallint                NOT NULL,
    budget_class        inventory.budget_class  NOT NULL,
    department_id       bigint                  NOT NULL,
    allocated_amount    numeric(14,2)           NOT NULL DEFAULT 0,
    reserved_amount     numeric(14,2)           NOT NULL DEFAULT 0,
    spent_amount        numeric(14,2)           NOT NULL DEFAULT 0,
    available_amount    numeric(14,2)           GENERATED ALWAYS AS (
                            allocated_amount - reserved_amount - spent_amount
                        ) STORED,
    created_at          timestamptz             NOT NULL DEFAULT now(),
    updated_at          timestamptz             NOT NULL DEFAULT now(),

    CONSTRAINT budgets_pkey PRIMARY KEY (budget_id),
    CONSTRAINT budgets_fiscal_year_key UNIQUE (fiscal_year, budget_class, department_id),
    CONSTRAINT budgets_department_id_fkey FOREIGN KEY (department_id)
        REFERENCES public.departments (department_id) ON DELETE RESTRICT,
    CONSTRAINT budgets_fiscal_year_check CHECK (fiscal_year BETWEEN 2560 AND 2660),
    CONSTRAINT budgets_reserved_amount_check CHECK (reserved_amount >= 0),
    CONSTRAINT budgets_spent_amount_check CHECK (spent_amount >= 0),
    CONSTRAINT budgets_not_overdrawn_check CHECK (reserved_amount + spent_amount <= allocated_amount)
);

COMMENT ON TABLE inventory.budgets IS 'Drug budgets by fiscal year, class and department / งบประมาณยา';
COMMENT ON COLUMN inventory.budgets.fiscal_year IS
    'Thai fiscal year of the Buddhist era: 2569 runs from 1 October 2025 to 30 September 2026.';
COMMENT ON COLUMN inventory.budgets.allocated_amount IS 'Baht granted, by approved budget requests.';
COMMENT ON COLUMN inventory.budgets.reserved_amount IS
    'Baht promised to approved purchases, not yet spent.';
COMMENT ON COLUMN inventory.budgets.spent_amount IS 'Baht for goods that have arrived.';
COMMENT ON COLUMN inventory.budgets.available_amount IS 'What is left to promise.';

-- migrate:down
DROP TABLE inventory.budgets;
