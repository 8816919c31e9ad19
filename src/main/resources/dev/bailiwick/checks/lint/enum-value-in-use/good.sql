-- file: 20260101000002_add_paid.sql
-- migrate:up
ALTER TYPE inventory.order_status ADD VALUE 'PAID';

-- migrate:down irreversible
-- file: 20260101000003_create_paid.sql
-- migrate:up
CREATE VIEW inventory.paid AS
SELECT 'PAID'::inventory.order_status AS status;

-- migrate:down
DROP VIEW inventory.paid;
