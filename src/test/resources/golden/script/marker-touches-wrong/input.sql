-- migrate:up touches:public.,users lock_retry:soon
SELECT 1;
-- migrate:down toches:public
SELECT 2;
-- migrate:up touches
