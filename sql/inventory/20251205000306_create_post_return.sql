-- Books a return: out of the department's cupboard, back into the location. What is not usable goes in
-- and out again as a disposal, so that the ledger shows where it went.

-- migrate:up
CREATE FUNCTION inventory.post_return(p_return_id bigint, p_user_id uuid) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    v_return    inventory.returns%ROWTYPE;
    v_drug      record;
    v_has_items boolean := false;
BEGIN
    SELECT * INTO v_return
    FROM inventory.returns r
    WHERE r.return_id = p_return_id
    FOR UPDATE;

    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no return %', p_return_id USING ERRCODE = 'no_data_found';
    END IF;
    IF v_return.status <> 'DRAFT' THEN
        RAISE EXCEPTION 'return % is %, only a DRAFT can be posted', v_return.return_no, v_return.status
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;

    -- Drug by drug, stock before cupboard: the same order of locks as in post_distribution().
    FOR v_drug IN
        SELECT l.drug_id, sum(i.quantity) AS quantity
        FROM inventory.return_items i
        JOIN inventory.lots l ON l.lot_id = i.lot_id
        WHERE i.return_id = p_return_id
        GROUP BY l.drug_id
        ORDER BY l.drug_id
    LOOP
        v_has_items := true;

        INSERT INTO inventory.stock_ledger
            (entry_date, entry_type, lot_id, location_id, quantity, return_id, entered_by)
        SELECT
            v_return.returned_on, 'RETURN', i.lot_id, v_return.location_id, i.quantity,
            p_return_id, p_user_id
        FROM inventory.return_items i
        JOIN inventory.lots l ON l.lot_id = i.lot_id
        WHERE i.return_id = p_return_id
          AND l.drug_id = v_drug.drug_id
        ORDER BY i.lot_id;

        INSERT INTO inventory.stock_ledger
            (entry_date, entry_type, lot_id, location_id, quantity, return_id, entered_by, remark)
        SELECT
            v_return.returned_on, 'DISPOSAL', i.lot_id, v_return.location_id, -i.quantity,
            p_return_id, p_user_id, 'returned as ' || i.reason
        FROM inventory.return_items i
        JOIN inventory.lots l ON l.lot_id = i.lot_id
        WHERE i.return_id = p_return_id
          AND l.drug_id = v_drug.drug_id
          AND NOT i.is_usable
        ORDER BY i.lot_id;

        UPDATE inventory.department_stocks s
        SET quantity = s.quantity - v_drug.quantity
        WHERE s.department_id = v_return.department_id
          AND s.drug_id = v_drug.drug_id
          AND s.quantity >= v_drug.quantity;

        IF NOT FOUND THEN
            RAISE EXCEPTION 'return %: the department does not have % of drug %',
                v_return.return_no, v_drug.quantity, v_drug.drug_id
                USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;

    IF NOT v_has_items THEN
        RAISE EXCEPTION 'return % has no items', v_return.return_no
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;

    UPDATE inventory.returns r
    SET status = 'POSTED',
        posted_by = p_user_id,
        posted_at = now()
    WHERE r.return_id = p_return_id;
END;
$$;

COMMENT ON FUNCTION inventory.post_return(bigint, uuid) IS
    'Books a draft return; unusable goods are disposed of at once.';

-- migrate:down
DROP FUNCTION inventory.post_return(bigint, uuid);
