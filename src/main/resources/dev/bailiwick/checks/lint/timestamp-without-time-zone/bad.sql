-- migrate:up
CREATE TABLE inventory.lots (
    lot_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    received_at timestamp NOT NULL
);
COMMENT ON TABLE inventory.lots IS 'Boxes that came in one delivery.';

-- migrate:down
DROP TABLE inventory.lots;
