-- Taken over from flyway: V1.2__index_drugs.sql
-- It had no way back there, so this file has no down section.

-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY drugs_name_idx ON drugs (name);
