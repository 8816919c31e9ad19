-- How much of each ordered drug has arrived. Posted receipts count, drafts do not.

-- migrate:up
CREATE VIEW inventory.v_purchase_order_progress AS
SELECT
    o.purchase_order_id,
    o.order_no,
    o.company_id,
    o.status,
    o.due_on,
    i.drug_id,
    i.quantity AS ordered_quantity,
    COALESCE(r.quantity, 0) AS received_quantity,
    GREATEST(i.quantity - COALESCE(r.quantity, 0), 0) AS open_quantity
FROM inventory.purchase_orders o
JOIN inventory.purchase_order_items i ON i.purchase_order_id = o.purchase_order_id
LEFT JOIN LATERAL (
    SELECT sum(ri.quantity) AS quantity
    FROM inventory.receipts rc
    JOIN inventory.receipt_items ri ON ri.receipt_id = rc.receipt_id
    JOIN inventory.lots l ON l.lot_id = ri.lot_id
    WHERE rc.purchase_order_id = o.purchase_order_id
      AND rc.status = 'POSTED'
      AND l.drug_id = i.drug_id
) r ON true;

COMMENT ON VIEW inventory.v_purchase_order_progress IS
    'Ordered and received units of use by order and drug.';
COMMENT ON COLUMN inventory.v_purchase_order_progress.open_quantity IS
    'Still to come; 0 after an over-delivery.';

-- migrate:down
DROP VIEW inventory.v_purchase_order_progress;
