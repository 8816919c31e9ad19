-- Books a distribution: picks the lots, takes them out of the location, adds them to the department's
-- cupboard. Fails as a whole if a single drug is short.

-- migrate:up
CREATE FUNCTION inventory.post_distribution(p_distribution_id bigint, p_user_id uuid) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    v_distribution  inventory.distributions%ROWTYPE;
    v_item          inventory.distribution_items%ROWTYPE;
    v_taken         numeric(14,3);
    v_has_items     boolean := false;
BEGIN
    SELECT * INTO v_distribution
    FROM inventory.distributions d
    WHERE d.distribution_id = p_distribution_id
    FOR UPDATE;

    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no distribution %', p_distribution_id USING ERRCODE = 'no_data_found';
    END IF;
    IF v_distribution.status <> 'DRAFT' THEN
        RAISE EXCEPTION 'distribution % is %, only a DRAFT can be posted',
            v_distribution.distribution_no, v_distribution.status
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;

    -- Always in the order of drugs and lots, so that two postings cannot lock each other out.
    FOR v_item IN
        SELECT *
        FROM inventory.distribution_items i
        WHERE i.distribution_id = p_distribution_id
        ORDER BY i.drug_id
    LOOP
        v_has_items := true;

        PERFORM
        FROM inventory.stock_balances b
        JOIN inventory.lots l ON l.lot_id = b.lot_id
        WHERE l.drug_id = v_item.drug_id
          AND b.location_id = v_distribution.location_id
        ORDER BY b.lot_id
        FOR UPDATE OF b;

        WITH entries AS (
            INSERT INTO inventory.stock_ledger
                (entry_date, entry_type, lot_id, location_id, quantity, distribution_id, entered_by)
            SELECT
                v_distribution.distributed_on, 'DISTRIBUTION', p.lot_id, v_distribution.location_id,
                -p.quantity, p_distribution_id, p_user_id
            FROM inventory.pick_lots(v_item.drug_id, v_distribution.location_id, v_item.quantity) p
            RETURNING quantity
        )
        SELECT COALESCE(-sum(e.quantity), 0) INTO v_taken
        FROM entries e;

        IF v_taken < v_item.quantity THEN
            RAISE EXCEPTION 'distribution %, line %: % asked for, only % usable in stock',
                v_distribution.distribution_no, v_item.line_no, v_item.quantity, v_taken
                USING ERRCODE = 'check_violation';
        END IF;

        INSERT INTO inventory.department_stocks AS s (department_id, drug_id, quantity)
        VALUES (v_distribution.department_id, v_item.drug_id, v_item.quantity)
        ON CONFLICT (department_id, drug_id) DO UPDATE
        SET quantity = s.quantity + EXCLUDED.quantity;
    END LOOP;

    IF NOT v_has_items THEN
        RAISE EXCEPTION 'distribution % has no items', v_distribution.distribution_no
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;

    UPDATE inventory.distributions d
    SET status = 'POSTED',
        posted_by = p_user_id,
        posted_at = now()
    WHERE d.distribution_id = p_distribution_id;
END;
$$;

COMMENT ON FUNCTION inventory.post_distribution(bigint, uuid) IS
    'Books a draft distribution: picks lots first expiry first and fails as a whole if a drug is short.';

-- migrate:down
DROP FUNCTION inventory.post_distribution(bigint, uuid);
