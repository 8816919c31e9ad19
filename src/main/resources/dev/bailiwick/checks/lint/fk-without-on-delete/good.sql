-- migrate:up
CREATE TABLE inventory.lots (
    lot_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    drug_id bigint NOT NULL REFERENCES inventory.drugs ON DELETE RESTRICT
);
COMMENT ON TABLE inventory.lots IS 'Boxes that came in one delivery.';
CREATE INDEX lots_drug_id_idx ON inventory.lots (drug_id);

-- migrate:down
DROP TABLE inventory.lots;
