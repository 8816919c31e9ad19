-- migrate:up
CREATE FUNCTION one() RETURNS int BEGIN ATOMIC SELECT 1;
-- migrate:down
DROP FUNCTION one();
