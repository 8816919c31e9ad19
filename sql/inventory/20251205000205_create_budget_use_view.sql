-- Budgets with their plan beside them: planned, allocated, reserved, spent, and how much is used up.

-- migrate:up
CREATE VIEW inventory.v_budget_use AS
SELECT
    b.budget_id,
    b.fiscal_year,
    b.budget_class,
    b.department_id,
    dep.name_th AS department_name,
    COALESCE(plan.amount, 0) AS planned_amount,
    b.allocated_amount,
    b.reserved_amount,
    b.spent_amount,
    b.available_amount,
    round(100 * (b.reserved_amount + b.spent_amount) / NULLIF(b.allocated_amount, 0), 1) AS used_percent
FROM inventory.budgets b
JOIN public.departments dep ON dep.department_id = b.department_id
LEFT JOIN LATERAL (
    SELECT sum(i.amount) AS amount
    FROM inventory.budget_plans p
    JOIN inventory.budget_plan_items i ON i.budget_plan_id = p.budget_plan_id
    WHERE p.fiscal_year = b.fiscal_year
      AND p.budget_class = b.budget_class
      AND p.department_id = b.department_id
) plan ON true;

COMMENT ON VIEW inventory.v_budget_use IS 'Budgets with plan and use, in baht.';
COMMENT ON COLUMN inventory.v_budget_use.used_percent IS
    'Reserved and spent in percent of the allocation; null where nothing is allocated.';

-- migrate:down
DROP VIEW inventory.v_budget_use;
