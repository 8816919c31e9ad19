-- Taken over from diesel: 00000000000000_diesel_initial_setup/up.sql

-- migrate:up
-- Sets up a trigger for the given table.
CREATE FUNCTION diesel_set_updated_at() RETURNS trigger AS $$
BEGIN
    NEW.updated_at := current_timestamp;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;

-- migrate:down
DROP FUNCTION IF EXISTS diesel_set_updated_at();
