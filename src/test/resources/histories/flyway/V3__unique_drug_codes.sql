CREATE UNIQUE INDEX CONCURRENTLY drugs_code_key ON drugs (code);
