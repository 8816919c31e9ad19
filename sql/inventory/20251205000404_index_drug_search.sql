-- Trigram indexes for the drug search. Built CONCURRENTLY, so that the hospital goes on working; that is
-- why there is no transaction around it. A build that was interrupted leaves an invalid index behind:
-- the DROP before each CREATE clears it away when the file is run again.
--
-- Thai letters count as letters only in a database whose LC_CTYPE is not C.

-- migrate:up transaction:false
DROP INDEX CONCURRENTLY IF EXISTS inventory.drugs_search_text_trgm_idx;
CREATE INDEX CONCURRENTLY drugs_search_text_trgm_idx
    ON inventory.drugs USING gin (search_text inventory.gin_trgm_ops);

DROP INDEX CONCURRENTLY IF EXISTS inventory.generics_name_en_trgm_idx;
CREATE INDEX CONCURRENTLY generics_name_en_trgm_idx
    ON inventory.generics USING gin (lower(name_en) inventory.gin_trgm_ops);

-- migrate:down transaction:false
DROP INDEX CONCURRENTLY IF EXISTS inventory.generics_name_en_trgm_idx;
DROP INDEX CONCURRENTLY IF EXISTS inventory.drugs_search_text_trgm_idx;
