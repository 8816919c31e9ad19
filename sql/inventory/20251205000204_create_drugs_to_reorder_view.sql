-- Active drugs whose usable stock, together with what is on order, has fallen to the reorder point.

-- migrate:up
CREATE VIEW inventory.v_drugs_to_reorder AS
SELECT
    d.drug_id,
    d.code AS drug_code,
    d.trade_name,
    d.reorder_point,
    COALESCE(s.quantity, 0) AS usable_quantity,
    COALESCE(p.quantity, 0) AS on_order_quantity
FROM inventory.drugs d
LEFT JOIN (
    SELECT drug_id, sum(usable_quantity) AS quantity
    FROM inventory.v_stock_on_hand
    GROUP BY drug_id
) s ON s.drug_id = d.drug_id
LEFT JOIN (
    SELECT drug_id, sum(open_quantity) AS quantity
    FROM inventory.v_purchase_order_progress
    WHERE status IN ('ISSUED', 'PARTLY_RECEIVED')
    GROUP BY drug_id
) p ON p.drug_id = d.drug_id
WHERE d.is_active
  AND COALESCE(s.quantity, 0) + COALESCE(p.quantity, 0) <= d.reorder_point;

COMMENT ON VIEW inventory.v_drugs_to_reorder IS
    'Active drugs at or below their reorder point, counting usable stock and open orders.';

-- migrate:down
DROP VIEW inventory.v_drugs_to_reorder;
