-- An approved purchase request reserves its sum in the budget, and a closed or cancelled one gives back
-- what was not spent. If the budget does not have the money, the approval fails.

-- migrate:up
CREATE FUNCTION inventory.reserve_budget() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    v_change    numeric(14,2);
    v_available numeric(14,2);
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'DRAFT' OR NEW.reserved_amount <> 0 THEN
            RAISE EXCEPTION 'purchase request % has to start as a DRAFT', NEW.request_no
                USING ERRCODE = 'object_not_in_prerequisite_state';
        END IF;
        RETURN NEW;
    END IF;

    IF OLD.status IN ('REJECTED', 'CANCELLED') OR OLD.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'purchase request % is over and done with', NEW.request_no
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    IF OLD.status = 'APPROVED' AND NEW.status NOT IN ('APPROVED', 'CANCELLED')
        OR NEW.status = 'APPROVED' AND OLD.status NOT IN ('SUBMITTED', 'APPROVED')
    THEN
        RAISE EXCEPTION 'purchase request % cannot go from % to %', NEW.request_no, OLD.status, NEW.status
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    IF OLD.status = 'APPROVED' AND NEW.budget_id <> OLD.budget_id THEN
        RAISE EXCEPTION 'purchase request % has its money reserved, its budget stays', NEW.request_no
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;

    IF NEW.status <> 'APPROVED' OR NEW.closed_at IS NOT NULL THEN
        NEW.reserved_amount := 0;
    ELSIF OLD.status <> 'APPROVED' THEN
        SELECT COALESCE(sum(i.amount), 0) INTO NEW.reserved_amount
        FROM inventory.purchase_request_items i
        WHERE i.purchase_request_id = NEW.purchase_request_id;
    END IF;

    v_change := NEW.reserved_amount - OLD.reserved_amount;
    IF v_change = 0 THEN
        RETURN NEW;
    END IF;

    SELECT b.available_amount INTO v_available
    FROM inventory.budgets b
    WHERE b.budget_id = NEW.budget_id
    FOR UPDATE;

    IF v_change > v_available THEN
        RAISE EXCEPTION 'purchase request % needs % baht, the budget has only % left',
            NEW.request_no, v_change, v_available
            USING ERRCODE = 'check_violation';
    END IF;

    UPDATE inventory.budgets b
    SET reserved_amount = b.reserved_amount + v_change
    WHERE b.budget_id = NEW.budget_id;

    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION inventory.reserve_budget() IS
    'Trigger: moves the reserved amount of a purchase request into or out of its budget.';

-- Not on every update: post_receipt() lowers reserved_amount itself, and moves the budget with it.
CREATE TRIGGER purchase_requests_reserve_budget
    BEFORE INSERT OR UPDATE OF status, closed_at, budget_id ON inventory.purchase_requests
    FOR EACH ROW EXECUTE FUNCTION inventory.reserve_budget();

-- migrate:down
DROP TRIGGER purchase_requests_reserve_budget ON inventory.purchase_requests;
DROP FUNCTION inventory.reserve_budget();
