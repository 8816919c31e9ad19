-- migrate:up
CREATE TYPE inventory.lot_state AS ENUM ('OPEN', 'USED');

-- migrate:down
DROP TYPE inventory.lot_state;
