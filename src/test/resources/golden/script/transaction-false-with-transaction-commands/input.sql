-- migrate:up transaction:false
BEGIN;
SAVEPOINT s;
SELECT 1;
COMMIT;
-- migrate:down transaction:false
DISCARD ALL;
ALTER SYSTEM RESET work_mem;
