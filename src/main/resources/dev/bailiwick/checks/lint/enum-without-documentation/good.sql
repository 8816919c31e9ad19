-- migrate:up
CREATE TYPE inventory.lot_state AS ENUM ('OPEN', 'USED');
COMMENT ON TYPE inventory.lot_state IS
'Whether something is left in it.
OPEN: it can be taken from
USED: it is empty';

-- migrate:down
DROP TYPE inventory.lot_state;
