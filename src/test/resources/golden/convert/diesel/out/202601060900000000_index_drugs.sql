-- Taken over from diesel: 2026-01-06-090000-0000_index_drugs/up.sql

-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY drugs_name_idx ON drugs (name);

-- migrate:down transaction:false
DROP INDEX CONCURRENTLY drugs_name_idx;
