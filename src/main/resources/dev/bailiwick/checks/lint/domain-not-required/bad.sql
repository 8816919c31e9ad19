-- migrate:up
CREATE VIEW inventory.buyers AS
SELECT staff_id, name
FROM hr.staff;

-- migrate:down
DROP VIEW inventory.buyers;
