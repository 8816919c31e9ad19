-- Generics: a medicine by substance, strength and dosage form, whoever makes it.

-- migrate:up
CREATE TABLE inventory.generics (
    generic_id          bigint                      GENERATED ALWAYS AS IDENTITY,
    code                varchar(20)                 NOT NULL,
    name_en             text                        NOT NULL,
    name_th             text,
    strength            text                        NOT NULL DEFAULT '',
    dosage_form_id      bigint                      NOT NULL,
    use_unit_id         bigint                      NOT NULL,
    essential_list      inventory.essential_list    NOT NULL DEFAULT 'NON_ESSENTIAL',
    tmt_gp_id           varchar(12),
    tmt_gp_level        inventory.tmt_level         GENERATED ALWAYS AS ('GP'::inventory.tmt_level) STORED,
    is_high_alert       boolean                     NOT NULL DEFAULT false,
    is_active           boolean                     NOT NULL DEFAULT true,
    created_at          timestamptz                 NOT NULL DEFAULT now(),
    updated_at          timestamptz                 NOT NULL DEFAULT now(),

    CONSTRAINT generics_pkey PRIMARY KEY (generic_id),
    CONSTRAINT generics_code_key UNIQUE (code),
    CONSTRAINT generics_name_en_key UNIQUE (name_en, strength, dosage_form_id),
    CONSTRAINT generics_dosage_form_id_fkey FOREIGN KEY (dosage_form_id)
        REFERENCES inventory.dosage_forms (dosage_form_id) ON DELETE RESTRICT,
    CONSTRAINT generics_use_unit_id_fkey FOREIGN KEY (use_unit_id)
        REFERENCES inventory.drug_units (drug_unit_id) ON DELETE RESTRICT,
    -- The constant second column makes sure that the concept is a GP.
    CONSTRAINT generics_tmt_gp_id_fkey FOREIGN KEY (tmt_gp_id, tmt_gp_level)
        REFERENCES inventory.tmt_concepts (tmt_id, tmt_level) ON DELETE RESTRICT,
    CONSTRAINT generics_name_en_check CHECK (btrim(name_en) <> '')
);

COMMENT ON TABLE inventory.generics IS 'Medicines by substance, strength and dosage form / ยาชื่อสามัญ';
COMMENT ON COLUMN inventory.generics.code IS 'The hospital''s own working code.';
COMMENT ON COLUMN inventory.generics.strength IS
    'As written on the label, such as 500 mg or 250 mg/5 mL.';
COMMENT ON COLUMN inventory.generics.use_unit_id IS 'Unit of use, in which stock is counted.';
COMMENT ON COLUMN inventory.generics.tmt_gp_id IS
    'TMT concept of level GP; null until somebody has matched it.';
COMMENT ON COLUMN inventory.generics.tmt_gp_level IS 'Always GP: second half of the foreign key to TMT.';
COMMENT ON COLUMN inventory.generics.is_high_alert IS
    'High-alert drug: two people check it / ยาความเสี่ยงสูง';

-- migrate:down
DROP TABLE inventory.generics;
