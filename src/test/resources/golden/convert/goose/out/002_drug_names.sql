-- Taken over from goose: 2_drug_names.sql

-- migrate:up
CREATE FUNCTION drug_name(wanted integer) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    -- a comment; with a semicolon
    RETURN (SELECT name FROM drugs WHERE drug_id = wanted);
END;
$$;
COMMENT ON FUNCTION drug_name(integer) IS 'the name; or nothing';

-- migrate:down
DROP FUNCTION drug_name(integer);
