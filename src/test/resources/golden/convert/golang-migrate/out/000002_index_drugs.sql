-- Taken over from golang-migrate: 000002_index_drugs.up.sql

-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY drugs_name_idx ON drugs (name);

-- migrate:down transaction:false
DROP INDEX CONCURRENTLY IF EXISTS drugs_name_idx;
