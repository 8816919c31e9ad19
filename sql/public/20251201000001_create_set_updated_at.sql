-- One trigger function for every domain: it stamps updated_at whenever a row really changes.
-- Attach it as a BEFORE UPDATE row trigger to any table that has a column updated_at.

-- migrate:up
CREATE FUNCTION public.set_updated_at() RETURNS trigger
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

COMMENT ON FUNCTION public.set_updated_at() IS
    'BEFORE UPDATE row trigger: sets updated_at to the start of the transaction if any column changed.';

-- migrate:down
DROP FUNCTION public.set_updated_at();
