-- Rows of {table} that come with the product. Run it as often as you like: a new row is added, and a row
-- that is there stays as the site has changed it.

INSERT INTO {table} AS t (code, name)
VALUES
    -- TODO: your rows
    ('EXAMPLE', 'An example')
ON CONFLICT (code) DO NOTHING;

-- Where a column is ours and no site changes it, bring that one up to date instead of DO NOTHING:
--     DO UPDATE SET name = EXCLUDED.name WHERE t.name IS DISTINCT FROM EXCLUDED.name;
