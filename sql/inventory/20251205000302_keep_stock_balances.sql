-- Makes the stock ledger append-only and keeps inventory.stock_balances in step with it. An entry that
-- would take more than there is fails: stock never goes below zero, whichever program writes.

-- migrate:up
CREATE FUNCTION inventory.refuse_ledger_change() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'the stock ledger is append-only: % refused', lower(TG_OP)
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'Correct a wrong entry by an ADJUSTMENT entry.';
END;
$$;

COMMENT ON FUNCTION inventory.refuse_ledger_change() IS
    'Trigger: makes inventory.stock_ledger append-only.';

CREATE TRIGGER stock_ledger_refuse_change
    BEFORE UPDATE OR DELETE ON inventory.stock_ledger
    FOR EACH ROW EXECUTE FUNCTION inventory.refuse_ledger_change();

-- Guards the whole ledger only: TRUNCATE of a single partition does not fire it.
CREATE TRIGGER stock_ledger_refuse_truncate
    BEFORE TRUNCATE ON inventory.stock_ledger
    FOR EACH STATEMENT EXECUTE FUNCTION inventory.refuse_ledger_change();

CREATE FUNCTION inventory.apply_ledger_entry() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    -- First make sure that the row is there, then change it under its lock.
    INSERT INTO inventory.stock_balances (lot_id, location_id, quantity)
    VALUES (NEW.lot_id, NEW.location_id, 0)
    ON CONFLICT (lot_id, location_id) DO NOTHING;

    UPDATE inventory.stock_balances b
    SET quantity = b.quantity + NEW.quantity,
        updated_at = now()
    WHERE b.lot_id = NEW.lot_id
      AND b.location_id = NEW.location_id
      AND b.quantity + NEW.quantity >= 0;

    IF NOT FOUND THEN
        RAISE EXCEPTION 'lot % at location % holds less than %', NEW.lot_id, NEW.location_id, -NEW.quantity
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END;
$$;

COMMENT ON FUNCTION inventory.apply_ledger_entry() IS
    'Trigger: adds a ledger entry to the stock balance.';

CREATE TRIGGER stock_ledger_apply_entry
    AFTER INSERT ON inventory.stock_ledger
    FOR EACH ROW EXECUTE FUNCTION inventory.apply_ledger_entry();

-- migrate:down
DROP TRIGGER stock_ledger_apply_entry ON inventory.stock_ledger;
DROP FUNCTION inventory.apply_ledger_entry();
DROP TRIGGER stock_ledger_refuse_truncate ON inventory.stock_ledger;
DROP TRIGGER stock_ledger_refuse_change ON inventory.stock_ledger;
DROP FUNCTION inventory.refuse_ledger_change();
