-- migrate:up
CREATE TABLE inventory.lots (
    lot_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY
);

-- migrate:down
DROP TABLE inventory.lots;
