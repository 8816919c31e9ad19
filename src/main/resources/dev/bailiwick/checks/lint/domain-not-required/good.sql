-- migrate:up
CREATE VIEW inventory.buyers AS
SELECT user_id, name
FROM public.users;

-- migrate:down
DROP VIEW inventory.buyers;
