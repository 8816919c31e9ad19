-- migrate:up
SELECT 1
-- with a comment behind it

-- migrate:down
SELECT 2 -- the end
--
