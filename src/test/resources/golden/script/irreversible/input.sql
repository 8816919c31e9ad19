-- migrate:up
DELETE FROM visits WHERE day < '2001-01-01';
-- migrate:down irreversible
-- The rows are gone.
