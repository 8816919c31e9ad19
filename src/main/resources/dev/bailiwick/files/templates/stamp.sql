-- Stamps updated_at whenever a row really changes. Attach it as a BEFORE UPDATE row trigger to any table that has
-- the column.

-- migrate:up
CREATE FUNCTION {schema}.set_updated_at() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    -- An update that changes nothing keeps the old stamp.
    IF NEW IS DISTINCT FROM OLD THEN
        NEW.updated_at := now();
    END IF;
    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION {schema}.set_updated_at() IS
    'BEFORE UPDATE row trigger: sets updated_at to the start of the transaction if any column changed.';

-- migrate:down
DROP FUNCTION {schema}.set_updated_at();
