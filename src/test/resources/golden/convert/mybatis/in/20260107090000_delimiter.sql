-- // delimiter
-- @DELIMITER |
CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1'|
-- //@UNDO
DROP FUNCTION one();
