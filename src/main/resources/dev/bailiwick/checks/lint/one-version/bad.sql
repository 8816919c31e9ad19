-- file: 20260101000002_create_lots.sql
-- migrate:up
CREATE TABLE inventory.lots (
    lot_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY
);
COMMENT ON TABLE inventory.lots IS 'Boxes that came in one delivery.';

-- migrate:down
DROP TABLE inventory.lots;
-- file: 20260101000002_create_shelves.sql
-- migrate:up
CREATE TABLE inventory.shelves (
    shelf_id int PRIMARY KEY
);
COMMENT ON TABLE inventory.shelves IS 'Where lots lie.';

-- migrate:down
DROP TABLE inventory.shelves;
