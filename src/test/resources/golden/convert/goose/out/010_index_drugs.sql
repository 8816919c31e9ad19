-- Taken over from goose: 10_index_drugs.sql

-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY drugs_name_idx ON drugs (name);

-- migrate:down transaction:false
DROP INDEX CONCURRENTLY drugs_name_idx;
