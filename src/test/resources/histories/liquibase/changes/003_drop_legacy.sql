--liquibase formatted sql

--changeset malee:1
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:1 SELECT count(*) FROM pg_tables WHERE tablename = 'legacy_drugs'
DROP TABLE inventory.legacy_drugs;
--rollback empty
