-- Which lots to take for a given quantity: first expiry, first out.

-- migrate:up
CREATE FUNCTION inventory.pick_lots(p_drug_id bigint, p_location_id bigint, p_quantity numeric)
RETURNS TABLE (lot_id bigint, quantity numeric)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT
        c.lot_id,
        LEAST(c.quantity, p_quantity - c.before)
    FROM (
        SELECT
            b.lot_id,
            b.quantity,
            l.expires_on,
            -- What the lots that expire earlier give already.
            COALESCE(
                sum(b.quantity) OVER (
                    ORDER BY l.expires_on, b.lot_id
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                ),
                0
            ) AS before
        FROM inventory.stock_balances b
        JOIN inventory.lots l ON l.lot_id = b.lot_id
        WHERE l.drug_id = p_drug_id
          AND b.location_id = p_location_id
          AND b.quantity > 0
          AND l.status = 'AVAILABLE'
          AND l.expires_on >= CURRENT_DATE
    ) c
    WHERE c.before < p_quantity
    ORDER BY c.expires_on, c.lot_id;
END;

COMMENT ON FUNCTION inventory.pick_lots(bigint, bigint, numeric) IS
    'Lots to take, first expiry first. Gives less than asked for if there is not enough: the caller checks.';

-- migrate:down
DROP FUNCTION inventory.pick_lots(bigint, bigint, numeric);
