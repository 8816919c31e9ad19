-- migrate:up irreversible
SELECT 1;
