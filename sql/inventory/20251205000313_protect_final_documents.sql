-- A posted stock document is final, and so is a budget request once it is decided. While people decide
-- on a request, nobody changes whose it is, what for, or how many have to agree.

-- migrate:up
CREATE FUNCTION inventory.refuse_document_change() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION '% refused on %: the document is %', lower(TG_OP), TG_TABLE_NAME, OLD.status
        USING ERRCODE = 'object_not_in_prerequisite_state';
END;
$$;

COMMENT ON FUNCTION inventory.refuse_document_change() IS
    'Trigger: refuses the change. When it does so is said by the WHEN of each trigger.';

CREATE TRIGGER receipts_protect_posted
    BEFORE UPDATE OR DELETE ON inventory.receipts
    FOR EACH ROW WHEN (OLD.status = 'POSTED') EXECUTE FUNCTION inventory.refuse_document_change();

CREATE TRIGGER distributions_protect_posted
    BEFORE UPDATE OR DELETE ON inventory.distributions
    FOR EACH ROW WHEN (OLD.status = 'POSTED') EXECUTE FUNCTION inventory.refuse_document_change();

CREATE TRIGGER returns_protect_posted
    BEFORE UPDATE OR DELETE ON inventory.returns
    FOR EACH ROW WHEN (OLD.status = 'POSTED') EXECUTE FUNCTION inventory.refuse_document_change();

CREATE TRIGGER budget_requests_protect_decided
    BEFORE UPDATE OR DELETE ON inventory.budget_requests
    FOR EACH ROW WHEN (OLD.status IN ('APPROVED', 'REJECTED', 'CANCELLED'))
    EXECUTE FUNCTION inventory.refuse_document_change();

CREATE TRIGGER budget_requests_protect_submitted
    BEFORE UPDATE ON inventory.budget_requests
    FOR EACH ROW WHEN (
        OLD.status = 'SUBMITTED'
        AND (
            NEW.status = 'DRAFT'
            OR NEW.fiscal_year <> OLD.fiscal_year
            OR NEW.budget_class <> OLD.budget_class
            OR NEW.department_id <> OLD.department_id
            OR NEW.requested_by <> OLD.requested_by
            OR NEW.required_steps <> OLD.required_steps
        )
    )
    EXECUTE FUNCTION inventory.refuse_document_change();

-- migrate:down
DROP TRIGGER budget_requests_protect_submitted ON inventory.budget_requests;
DROP TRIGGER budget_requests_protect_decided ON inventory.budget_requests;
DROP TRIGGER returns_protect_posted ON inventory.returns;
DROP TRIGGER distributions_protect_posted ON inventory.distributions;
DROP TRIGGER receipts_protect_posted ON inventory.receipts;
DROP FUNCTION inventory.refuse_document_change();
