-- The TMT codes of each drug, at most one a level. The level is part of the foreign key, so a TP code
-- cannot be filed as a TPU.

-- migrate:up
CREATE TABLE inventory.drug_tmt_codes (
    drug_id         bigint                  NOT NULL,
    tmt_level       inventory.tmt_level     NOT NULL,
    tmt_id          varchar(12)             NOT NULL,
    matched_by      uuid,
    matched_at      timestamptz             NOT NULL DEFAULT now(),

    CONSTRAINT drug_tmt_codes_pkey PRIMARY KEY (drug_id, tmt_level),
    CONSTRAINT drug_tmt_codes_drug_id_fkey FOREIGN KEY (drug_id)
        REFERENCES inventory.drugs (drug_id) ON DELETE CASCADE,
    CONSTRAINT drug_tmt_codes_tmt_id_fkey FOREIGN KEY (tmt_id, tmt_level)
        REFERENCES inventory.tmt_concepts (tmt_id, tmt_level) ON DELETE RESTRICT,
    CONSTRAINT drug_tmt_codes_matched_by_fkey FOREIGN KEY (matched_by)
        REFERENCES public.users (user_id) ON DELETE SET NULL
);

COMMENT ON TABLE inventory.drug_tmt_codes IS 'TMT codes of each drug, one a level / การจับคู่รหัส TMT';
COMMENT ON COLUMN inventory.drug_tmt_codes.tmt_level IS
    'Claims send the TPU; statistics mostly use GP and VTM.';
COMMENT ON COLUMN inventory.drug_tmt_codes.matched_by IS
    'Who matched drug and code; null if a program did.';

-- migrate:down
DROP TABLE inventory.drug_tmt_codes;
