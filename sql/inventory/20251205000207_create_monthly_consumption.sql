-- What each department used of each drug, month by month; the base of next year's plan. Too slow to
-- add up on every look, so it is stored and refreshed every night:
-- REFRESH MATERIALIZED VIEW CONCURRENTLY inventory.mv_monthly_consumption;

-- migrate:up
CREATE MATERIALIZED VIEW inventory.mv_monthly_consumption AS
SELECT
    date_trunc('month', e.entry_date::timestamp)::date AS month,
    COALESCE(d.department_id, r.department_id) AS department_id,
    l.drug_id,
    -sum(e.quantity) AS quantity
FROM inventory.stock_ledger e
JOIN inventory.lots l ON l.lot_id = e.lot_id
LEFT JOIN inventory.distributions d ON d.distribution_id = e.distribution_id
LEFT JOIN inventory.returns r ON r.return_id = e.return_id
WHERE e.entry_type IN ('DISTRIBUTION', 'RETURN')
  AND (e.distribution_id IS NOT NULL OR e.return_id IS NOT NULL)
GROUP BY 1, 2, 3;

-- REFRESH … CONCURRENTLY asks for a unique index over all rows.
CREATE UNIQUE INDEX mv_monthly_consumption_key
    ON inventory.mv_monthly_consumption (month, department_id, drug_id);

COMMENT ON MATERIALIZED VIEW inventory.mv_monthly_consumption IS
    'Units of use distributed less returned, by month, department and drug. Refreshed every night.';
COMMENT ON COLUMN inventory.mv_monthly_consumption.month IS 'First day of the month.';

-- migrate:down
DROP MATERIALIZED VIEW inventory.mv_monthly_consumption;
