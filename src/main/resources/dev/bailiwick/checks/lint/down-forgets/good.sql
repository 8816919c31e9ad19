-- migrate:up
CREATE TYPE inventory.lot_state AS ENUM ('OPEN', 'USED');
COMMENT ON TYPE inventory.lot_state IS 'Whether something is left in it.';
CREATE TABLE inventory.lots (
    lot_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    state inventory.lot_state NOT NULL
);
COMMENT ON TABLE inventory.lots IS 'Boxes that came in one delivery.';

-- migrate:down
DROP TABLE inventory.lots;
DROP TYPE inventory.lot_state;
