-- Adds the ledger partition of a fiscal year. Call it once a year, in September at the latest: it cannot
-- work any more once entries of that year lie in the default partition.

-- migrate:up
CREATE FUNCTION inventory.create_ledger_partition(p_fiscal_year integer) RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
    v_name  text := 'stock_ledger_fy' || p_fiscal_year;
BEGIN
    IF p_fiscal_year IS NULL OR p_fiscal_year NOT BETWEEN 2560 AND 2660 THEN
        RAISE EXCEPTION '% is no fiscal year of the Buddhist era', p_fiscal_year
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF to_regclass('inventory.' || v_name) IS NOT NULL THEN
        RETURN false;
    END IF;

    -- Fiscal year 2571 starts on 1 October 2027, which is 2571 - 543 - 1.
    EXECUTE format(
        'CREATE TABLE inventory.%I PARTITION OF inventory.stock_ledger FOR VALUES FROM (%L) TO (%L)',
        v_name,
        make_date(p_fiscal_year - 544, 10, 1),
        make_date(p_fiscal_year - 543, 10, 1)
    );
    RETURN true;
END;
$$;

COMMENT ON FUNCTION inventory.create_ledger_partition(integer) IS
    'Adds the partition of a fiscal year such as 2571; false if it is there already. For the owner only.';

-- migrate:down
DROP FUNCTION inventory.create_ledger_partition(integer);
