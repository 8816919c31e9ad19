-- migrate:up
SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE;
SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;
SET LOCAL TRANSACTION READ ONLY;
SET SESSION TRANSACTION DEFERRABLE;
SET transaction_isolation = 'serializable';
SET LOCAL transaction_isolation TO 'repeatable read';
SET transaction_isolation TO DEFAULT;
SET transaction_read_only = on;
SET LOCAL transaction_deferrable TO true;
SET transaction_read_only = off;
SET TRANSACTION SNAPSHOT '00000003-0000001B-1';
SELECT set_config('transaction_isolation', 'serializable', true);
SELECT pg_catalog.set_config('transaction_read_only', 'on', true);
SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE;
SET default_transaction_isolation = 'serializable';
SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY;
-- migrate:down
BEGIN;
SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;
SELECT 1;
COMMIT;
