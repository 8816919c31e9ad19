-- migrate:up
ALTER TYPE inventory.order_status ADD VALUE 'PAID';
CREATE VIEW inventory.paid AS
SELECT 'PAID'::inventory.order_status AS status;

-- migrate:down irreversible
