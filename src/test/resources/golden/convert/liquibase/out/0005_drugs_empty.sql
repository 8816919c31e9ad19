-- Taken over from liquibase: drugs.sql::empty::carol

-- migrate:up
SELECT 1;

-- migrate:down
