-- migrate:up
CREATE ROLE clerk LOGIN PASSWORD 'sommer2026';

-- migrate:down
DROP ROLE clerk;
