-- {title}: say which query needs it.

-- CREATE INDEX lets nobody write to the table while it works. Where that takes too long: make the first marker
-- "migrate:up transaction:false" and write CREATE INDEX CONCURRENTLY IF NOT EXISTS; the second
-- "migrate:down transaction:false" and DROP INDEX CONCURRENTLY IF EXISTS.

-- migrate:up
CREATE INDEX {index}
    ON {table} ({columns});

-- migrate:down
DROP INDEX {qualifiedIndex};
