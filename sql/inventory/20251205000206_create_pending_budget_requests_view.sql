-- Budget requests that wait for somebody, with the step that comes next and the sum asked for.

-- migrate:up
CREATE VIEW inventory.v_pending_budget_requests AS
SELECT
    r.budget_request_id,
    r.request_no,
    r.fiscal_year,
    r.budget_class,
    r.department_id,
    r.requested_by,
    items.amount AS requested_amount,
    steps.taken + 1 AS next_step_no,
    r.required_steps
FROM inventory.budget_requests r
CROSS JOIN LATERAL (
    SELECT COALESCE(sum(i.amount), 0) AS amount
    FROM inventory.budget_request_items i
    WHERE i.budget_request_id = r.budget_request_id
) items
CROSS JOIN LATERAL (
    SELECT count(*) AS taken
    FROM inventory.budget_request_approvals a
    WHERE a.budget_request_id = r.budget_request_id
) steps
WHERE r.status = 'SUBMITTED';

COMMENT ON VIEW inventory.v_pending_budget_requests IS
    'Submitted budget requests and the step that comes next.';

-- migrate:down
DROP VIEW inventory.v_pending_budget_requests;
