-- migrate:up transation:false lock_timeout=5s retries:3
SELECT 1;
-- migrate:down transaction=false irreversable statement_timout:1h
SELECT 2;
