-- migrate:up
CREATE TABLE inventory.lots (
    lot_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY
);
COMMENT ON TABLE inventory.lots IS 'Boxes that came in one delivery.';
CREATE TABLE inventory.holidays (
    day date PRIMARY KEY
);
COMMENT ON TABLE inventory.holidays IS 'Days without deliveries.';

-- migrate:down
DROP TABLE inventory.holidays;
DROP TABLE inventory.lots;
