-- Taken over from plain: 2-index-drugs.sql
-- It had no way back there, so this file has no down section.

-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY drugs_idx ON drugs (drug_id);
