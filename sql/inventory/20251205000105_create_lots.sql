-- Lots: what a maker produced in one go. Expiry and recall are matters of the lot, not of the drug.

-- migrate:up
CREATE TABLE inventory.lots (
    lot_id          bigint                  GENERATED ALWAYS AS IDENTITY,
    drug_id         bigint                  NOT NULL,
    lot_no          varchar(40)             NOT NULL,
    made_on         date,
    expires_on      date                    NOT NULL,
    status          inventory.lot_status    NOT NULL DEFAULT 'QUARANTINED',
    status_reason   text,
    created_at      timestamptz             NOT NULL DEFAULT now(),
    updated_at      timestamptz             NOT NULL DEFAULT now(),

    CONSTRAINT lots_pkey PRIMARY KEY (lot_id),
    CONSTRAINT lots_lot_no_key UNIQUE (drug_id, lot_no),
    CONSTRAINT lots_drug_id_fkey FOREIGN KEY (drug_id)
        REFERENCES inventory.drugs (drug_id) ON DELETE RESTRICT,
    CONSTRAINT lots_lot_no_check CHECK (btrim(lot_no) <> ''),
    CONSTRAINT lots_expires_on_check CHECK (expires_on > made_on),
    CONSTRAINT lots_status_reason_check CHECK (status <> 'RECALLED' OR status_reason IS NOT NULL)
);

COMMENT ON TABLE inventory.lots IS 'Production lots / ล็อตยา';
COMMENT ON COLUMN inventory.lots.lot_no IS 'As printed by the maker; unique within a drug only.';
COMMENT ON COLUMN inventory.lots.expires_on IS
    'Last day of use. Labels that name a month mean its last day.';
COMMENT ON COLUMN inventory.lots.status_reason IS
    'Why the status is what it is; a recall must have one.';

-- migrate:down
DROP TABLE inventory.lots;
