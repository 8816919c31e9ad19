-- Indexes of budgets, budget plans and budget requests: foreign keys, and the requests that wait.

-- migrate:up
-- Budgets and plans.
CREATE INDEX budgets_department_id_idx ON inventory.budgets (department_id);
CREATE INDEX budget_plans_department_id_idx ON inventory.budget_plans (department_id);
CREATE INDEX budget_plans_created_by_idx ON inventory.budget_plans (created_by);
CREATE INDEX budget_plan_items_generic_id_idx ON inventory.budget_plan_items (generic_id);

-- Requests and decisions.
CREATE INDEX budget_requests_department_id_idx ON inventory.budget_requests (department_id);
CREATE INDEX budget_requests_requested_by_idx ON inventory.budget_requests (requested_by);
CREATE INDEX budget_request_items_generic_id_idx ON inventory.budget_request_items (generic_id);
CREATE INDEX budget_request_approvals_decided_by_idx ON inventory.budget_request_approvals (decided_by);
CREATE INDEX budget_requests_submitted_idx
    ON inventory.budget_requests (created_at) WHERE status = 'SUBMITTED';

-- migrate:down
DROP INDEX inventory.budget_requests_submitted_idx;
DROP INDEX inventory.budget_request_approvals_decided_by_idx;
DROP INDEX inventory.budget_request_items_generic_id_idx;
DROP INDEX inventory.budget_requests_requested_by_idx;
DROP INDEX inventory.budget_requests_department_id_idx;
DROP INDEX inventory.budget_plan_items_generic_id_idx;
DROP INDEX inventory.budget_plans_created_by_idx;
DROP INDEX inventory.budget_plans_department_id_idx;
DROP INDEX inventory.budgets_department_id_idx;
