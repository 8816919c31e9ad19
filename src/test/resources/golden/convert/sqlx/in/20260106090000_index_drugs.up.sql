-- no-transaction
CREATE INDEX CONCURRENTLY drugs_name_idx ON drugs (name);
