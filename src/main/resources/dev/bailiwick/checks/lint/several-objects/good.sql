-- migrate:up
CREATE TABLE inventory.lots (
    lot_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY
);
COMMENT ON TABLE inventory.lots IS 'Boxes that came in one delivery.';
CREATE TABLE inventory.lot_notes (
    lot_id  bigint NOT NULL REFERENCES inventory.lots ON DELETE CASCADE,
    note_no smallint NOT NULL,
    PRIMARY KEY (lot_id, note_no)
);
COMMENT ON TABLE inventory.lot_notes IS 'What was written on the boxes.';

-- migrate:down
DROP TABLE inventory.lot_notes;
DROP TABLE inventory.lots;
