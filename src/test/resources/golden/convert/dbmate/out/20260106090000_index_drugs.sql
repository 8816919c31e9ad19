-- Taken over from dbmate: 20260106090000_index_drugs.sql

-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY drugs_name_idx ON drugs (name);

-- migrate:down transaction:false
DROP INDEX CONCURRENTLY drugs_name_idx;
