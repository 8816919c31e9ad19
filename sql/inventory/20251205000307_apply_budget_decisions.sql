-- The rules of budget approval: step after step, never by the requester. The first refusal ends the
-- request; the last agreement adds the money to the budget.

-- migrate:up
CREATE FUNCTION inventory.apply_budget_decision() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    v_request   inventory.budget_requests%ROWTYPE;
    v_taken     integer;
    v_amount    numeric(14,2);
BEGIN
    -- The lock makes two approvers wait for each other.
    SELECT * INTO v_request
    FROM inventory.budget_requests r
    WHERE r.budget_request_id = NEW.budget_request_id
    FOR UPDATE;

    IF v_request.status <> 'SUBMITTED' THEN
        RAISE EXCEPTION 'budget request % is %, only a SUBMITTED one is decided on',
            v_request.request_no, v_request.status
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    IF NEW.decided_by = v_request.requested_by THEN
        RAISE EXCEPTION 'budget request %: nobody decides on their own request', v_request.request_no
            USING ERRCODE = 'check_violation';
    END IF;

    -- This row is there already: the trigger fires after the insert.
    SELECT count(*) INTO v_taken
    FROM inventory.budget_request_approvals a
    WHERE a.budget_request_id = NEW.budget_request_id;

    IF NEW.step_no <> v_taken THEN
        RAISE EXCEPTION 'budget request %: step % is next, not step %',
            v_request.request_no, v_taken, NEW.step_no
            USING ERRCODE = 'check_violation';
    END IF;

    IF NEW.decision = 'REJECT' THEN
        UPDATE inventory.budget_requests r
        SET status = 'REJECTED'
        WHERE r.budget_request_id = NEW.budget_request_id;
        RETURN NULL;
    END IF;
    IF NEW.step_no < v_request.required_steps THEN
        RETURN NULL;
    END IF;

    SELECT sum(i.amount) INTO v_amount
    FROM inventory.budget_request_items i
    WHERE i.budget_request_id = NEW.budget_request_id;

    IF v_amount IS NULL THEN
        RAISE EXCEPTION 'budget request % has no items', v_request.request_no
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;

    UPDATE inventory.budget_requests r
    SET status = 'APPROVED'
    WHERE r.budget_request_id = NEW.budget_request_id;

    INSERT INTO inventory.budgets AS b (fiscal_year, budget_class, department_id, allocated_amount)
    VALUES (v_request.fiscal_year, v_request.budget_class, v_request.department_id, v_amount)
    ON CONFLICT (fiscal_year, budget_class, department_id) DO UPDATE
    SET allocated_amount = b.allocated_amount + EXCLUDED.allocated_amount;

    RETURN NULL;
END;
$$;

COMMENT ON FUNCTION inventory.apply_budget_decision() IS
    'Trigger: checks a decision on a budget request and carries out what it means.';

CREATE TRIGGER budget_request_approvals_apply_decision
    AFTER INSERT ON inventory.budget_request_approvals
    FOR EACH ROW EXECUTE FUNCTION inventory.apply_budget_decision();

-- migrate:down
DROP TRIGGER budget_request_approvals_apply_decision ON inventory.budget_request_approvals;
DROP FUNCTION inventory.apply_budget_decision();
