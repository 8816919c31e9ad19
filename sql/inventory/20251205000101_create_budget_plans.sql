-- Budget plans: what a department expects to need in a fiscal year, quarter by quarter.

-- migrate:up
CREATE TABLE inventory.budget_plans (
    budget_plan_id  bigint                      GENERATED ALWAYS AS IDENTITY,
    fiscal_year     smallint                    NOT NULL,
    budget_class    inventory.budget_class      NOT NULL,
    department_id   bigint                      NOT NULL,
    status          inventory.request_status    NOT NULL DEFAULT 'DRAFT',
    created_by      uuid,
    created_at      timestamptz                 NOT NULL DEFAULT now(),
    updated_at      timestamptz                 NOT NULL DEFAULT now(),

    CONSTRAINT budget_plans_pkey PRIMARY KEY (budget_plan_id),
    CONSTRAINT budget_plans_fiscal_year_key UNIQUE (fiscal_year, budget_class, department_id),
    CONSTRAINT budget_plans_department_id_fkey FOREIGN KEY (department_id)
        REFERENCES public.departments (department_id) ON DELETE RESTRICT,
    CONSTRAINT budget_plans_created_by_fkey FOREIGN KEY (created_by)
        REFERENCES public.users (user_id) ON DELETE SET NULL,
    CONSTRAINT budget_plans_fiscal_year_check CHECK (fiscal_year BETWEEN 2560 AND 2660)
);

COMMENT ON TABLE inventory.budget_plans IS 'Plans of a department for a fiscal year / แผนจัดซื้อยา';
COMMENT ON COLUMN inventory.budget_plans.fiscal_year IS
    'Thai fiscal year of the Buddhist era, as in budgets.';

CREATE TABLE inventory.budget_plan_items (
    budget_plan_id  bigint          NOT NULL,
    generic_id      bigint          NOT NULL,
    quantity_q1     numeric(14,3)   NOT NULL DEFAULT 0,
    quantity_q2     numeric(14,3)   NOT NULL DEFAULT 0,
    quantity_q3     numeric(14,3)   NOT NULL DEFAULT 0,
    quantity_q4     numeric(14,3)   NOT NULL DEFAULT 0,
    unit_price      numeric(14,4)   NOT NULL,
    quantity        numeric(14,3)   GENERATED ALWAYS AS (
                        quantity_q1 + quantity_q2 + quantity_q3 + quantity_q4
                    ) STORED,
    amount          numeric(14,2)   GENERATED ALWAYS AS (
                        round((quantity_q1 + quantity_q2 + quantity_q3 + quantity_q4) * unit_price, 2)
                    ) STORED,

    CONSTRAINT budget_plan_items_pkey PRIMARY KEY (budget_plan_id, generic_id),
    CONSTRAINT budget_plan_items_budget_plan_id_fkey FOREIGN KEY (budget_plan_id)
        REFERENCES inventory.budget_plans (budget_plan_id) ON DELETE CASCADE,
    CONSTRAINT budget_plan_items_generic_id_fkey FOREIGN KEY (generic_id)
        REFERENCES inventory.generics (generic_id) ON DELETE RESTRICT,
    CONSTRAINT budget_plan_items_quantities_check CHECK (
        LEAST(quantity_q1, quantity_q2, quantity_q3, quantity_q4) >= 0
    ),
    CONSTRAINT budget_plan_items_unit_price_check CHECK (unit_price >= 0)
);

COMMENT ON TABLE inventory.budget_plan_items IS 'Planned quantity of each generic by quarter.';
COMMENT ON COLUMN inventory.budget_plan_items.quantity_q1 IS
    'Units of use for October to December: quarters follow the fiscal year.';
COMMENT ON COLUMN inventory.budget_plan_items.unit_price IS 'Expected price of one unit of use in baht.';

-- migrate:down
DROP TABLE inventory.budget_plan_items;
DROP TABLE inventory.budget_plans;
