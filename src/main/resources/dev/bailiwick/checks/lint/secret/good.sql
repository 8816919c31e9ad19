-- migrate:up
CREATE ROLE clerk NOLOGIN;

-- migrate:down
DROP ROLE clerk;
