-- migrate:up
CREATE TABLE inventory.lots (
    lot_id bigserial PRIMARY KEY
);
COMMENT ON TABLE inventory.lots IS 'Boxes that came in one delivery.';

-- migrate:down
DROP TABLE inventory.lots;
