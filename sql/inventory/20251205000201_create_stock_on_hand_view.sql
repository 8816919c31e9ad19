-- Stock by drug and location: what lies there, and how much of it may still be handed out.

-- migrate:up
CREATE VIEW inventory.v_stock_on_hand AS
SELECT
    l.drug_id,
    d.code AS drug_code,
    d.trade_name,
    b.location_id,
    loc.code AS location_code,
    sum(b.quantity) AS quantity,
    COALESCE(
        sum(b.quantity) FILTER (WHERE l.status = 'AVAILABLE' AND l.expires_on >= CURRENT_DATE),
        0
    ) AS usable_quantity,
    min(l.expires_on) AS first_expiry
FROM inventory.stock_balances b
JOIN inventory.lots l ON l.lot_id = b.lot_id
JOIN inventory.drugs d ON d.drug_id = l.drug_id
JOIN inventory.locations loc ON loc.location_id = b.location_id
WHERE b.quantity > 0
GROUP BY l.drug_id, d.code, d.trade_name, b.location_id, loc.code;

COMMENT ON VIEW inventory.v_stock_on_hand IS 'Stock by drug and location in units of use.';
COMMENT ON COLUMN inventory.v_stock_on_hand.usable_quantity IS
    'From lots that are available and not expired.';
COMMENT ON COLUMN inventory.v_stock_on_hand.first_expiry IS 'Earliest expiry of the lots lying there.';

-- migrate:down
DROP VIEW inventory.v_stock_on_hand;
