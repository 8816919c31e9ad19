-- migrate:up lock_timeout:5sec statement_timeout:10 lock_timeout:1s transaction:no
SELECT 1;
-- migrate:down statement_timeout:99999999999 lock_timeout:30d statement_timeout:400us
SELECT 2;
