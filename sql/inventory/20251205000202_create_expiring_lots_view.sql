-- Lots in stock that expire within 180 days or have expired already: the pharmacist's weekly list.

-- migrate:up
CREATE VIEW inventory.v_expiring_lots AS
SELECT
    l.lot_id,
    l.lot_no,
    l.drug_id,
    d.code AS drug_code,
    d.trade_name,
    b.location_id,
    b.quantity,
    l.status,
    l.expires_on,
    l.expires_on - CURRENT_DATE AS days_left
FROM inventory.lots l
JOIN inventory.stock_balances b ON b.lot_id = l.lot_id
JOIN inventory.drugs d ON d.drug_id = l.drug_id
WHERE b.quantity > 0
  AND l.expires_on <= CURRENT_DATE + 180;

COMMENT ON VIEW inventory.v_expiring_lots IS
    'Lots in stock that expire within 180 days or have expired.';
COMMENT ON COLUMN inventory.v_expiring_lots.days_left IS 'Below zero: expired that many days ago.';

-- migrate:down
DROP VIEW inventory.v_expiring_lots;
