-- migrate:up
BEGIN /* a
*/ TRANSACTION;
SELECT 1;
COMMIT
  WORK;
