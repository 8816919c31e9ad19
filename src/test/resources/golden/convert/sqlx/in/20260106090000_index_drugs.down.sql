-- no-transaction
DROP INDEX CONCURRENTLY drugs_name_idx;
