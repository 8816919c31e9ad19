-- Taken over from sqlx: 20260106090000_index_drugs.up.sql

-- migrate:up transaction:false
-- no-transaction
CREATE INDEX CONCURRENTLY drugs_name_idx ON drugs (name);

-- migrate:down transaction:false
-- no-transaction
DROP INDEX CONCURRENTLY drugs_name_idx;
