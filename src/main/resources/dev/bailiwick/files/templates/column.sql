-- {title}: say why.

-- migrate:up
-- TODO: the type. NOT NULL needs a DEFAULT where the table has rows; a constant one rewrites nothing.
ALTER TABLE {table}
    ADD COLUMN {column} {columnType};

COMMENT ON COLUMN {table}.{column} IS 'TODO: one sentence';

-- migrate:down
ALTER TABLE {table}
    DROP COLUMN {column};
