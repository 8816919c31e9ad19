-- migrate:up
;; SELECT 1;; ; SELECT 2
;
;
-- migrate:down
;
