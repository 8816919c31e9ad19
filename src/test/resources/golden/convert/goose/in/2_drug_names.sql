-- +goose up
-- +goose StatementBegin
CREATE FUNCTION drug_name(wanted integer) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    -- a comment; with a semicolon
    RETURN (SELECT name FROM drugs WHERE drug_id = wanted);
END;
$$;
-- +goose StatementEnd
COMMENT ON FUNCTION drug_name(integer) IS 'the name; or nothing';
-- +goose down
DROP FUNCTION drug_name(integer);
