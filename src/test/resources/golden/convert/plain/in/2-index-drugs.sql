CREATE INDEX CONCURRENTLY drugs_idx ON drugs (drug_id);
