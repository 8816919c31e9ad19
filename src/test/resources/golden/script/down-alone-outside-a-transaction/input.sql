-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY i ON a (x);

-- migrate:down transaction:false
DROP INDEX CONCURRENTLY i;
