-- Books a receipt: stock in, order brought up to date, money moved from reserved to spent. All of it or
-- nothing: the caller's transaction holds it together.

-- migrate:up
CREATE FUNCTION inventory.post_receipt(p_receipt_id bigint, p_user_id uuid) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    v_receipt   inventory.receipts%ROWTYPE;
    v_request   inventory.purchase_requests%ROWTYPE;
    v_amount    numeric(14,2);
    v_reserved  numeric(14,2);
BEGIN
    SELECT * INTO v_receipt
    FROM inventory.receipts r
    WHERE r.receipt_id = p_receipt_id
    FOR UPDATE;

    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no receipt %', p_receipt_id USING ERRCODE = 'no_data_found';
    END IF;
    IF v_receipt.status <> 'DRAFT' THEN
        RAISE EXCEPTION 'receipt % is %, only a DRAFT can be posted', v_receipt.receipt_no, v_receipt.status
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;

    INSERT INTO inventory.stock_ledger
        (entry_date, entry_type, lot_id, location_id, quantity, unit_cost, receipt_id, entered_by)
    SELECT
        v_receipt.received_on, 'RECEIPT', i.lot_id, v_receipt.location_id, i.quantity, i.unit_cost,
        p_receipt_id, p_user_id
    FROM inventory.receipt_items i
    JOIN inventory.lots l ON l.lot_id = i.lot_id
    WHERE i.receipt_id = p_receipt_id
    ORDER BY l.drug_id, i.lot_id;

    IF NOT FOUND THEN
        RAISE EXCEPTION 'receipt % has no items', v_receipt.receipt_no
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;

    UPDATE inventory.receipts r
    SET status = 'POSTED',
        posted_by = p_user_id,
        posted_at = now()
    WHERE r.receipt_id = p_receipt_id;

    -- Donations and the opening stock cost no budget.
    IF v_receipt.purchase_order_id IS NULL THEN
        RETURN;
    END IF;

    UPDATE inventory.purchase_orders o
    SET status = CASE
                     WHEN EXISTS (
                         SELECT
                         FROM inventory.v_purchase_order_progress p
                         WHERE p.purchase_order_id = o.purchase_order_id
                           AND p.open_quantity > 0
                     ) THEN 'PARTLY_RECEIVED'::inventory.order_status
                     ELSE 'RECEIVED'::inventory.order_status
                 END
    WHERE o.purchase_order_id = v_receipt.purchase_order_id
      AND o.status IN ('ISSUED', 'PARTLY_RECEIVED');

    IF NOT FOUND THEN
        RAISE EXCEPTION 'the order of receipt % does not wait for goods', v_receipt.receipt_no
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;

    SELECT q.* INTO v_request
    FROM inventory.purchase_requests q
    JOIN inventory.purchase_orders o ON o.purchase_request_id = q.purchase_request_id
    WHERE o.purchase_order_id = v_receipt.purchase_order_id
    FOR UPDATE OF q;

    SELECT sum(i.amount) INTO v_amount
    FROM inventory.receipt_items i
    WHERE i.receipt_id = p_receipt_id;

    v_reserved := LEAST(v_amount, v_request.reserved_amount);

    UPDATE inventory.purchase_requests q
    SET reserved_amount = q.reserved_amount - v_reserved
    WHERE q.purchase_request_id = v_request.purchase_request_id;

    -- What goes beyond the reservation has to fit into the budget: its check decides.
    UPDATE inventory.budgets b
    SET reserved_amount = b.reserved_amount - v_reserved,
        spent_amount = b.spent_amount + v_amount
    WHERE b.budget_id = v_request.budget_id;
END;
$$;

COMMENT ON FUNCTION inventory.post_receipt(bigint, uuid) IS
    'Books a draft receipt: stock ledger, purchase order and budget. The user is the one who posts.';

-- migrate:down
DROP FUNCTION inventory.post_receipt(bigint, uuid);
