-- Units in which drugs are counted: tablet, vial, bottle. Stock is always kept in the unit of use.

-- migrate:up
CREATE TABLE inventory.drug_units (
    drug_unit_id    bigint       GENERATED ALWAYS AS IDENTITY,
    code            varchar(20)  NOT NULL,
    name_th         text         NOT NULL,
    name_en         text         NOT NULL,
    is_divisible    boolean      NOT NULL DEFAULT false,
    is_active       boolean      NOT NULL DEFAULT true,
    created_at      timestamptz  NOT NULL DEFAULT now(),
    updated_at      timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT drug_units_pkey PRIMARY KEY (drug_unit_id),
    CONSTRAINT drug_units_code_key UNIQUE (code),
    CONSTRAINT drug_units_code_check CHECK (code ~ '^[A-Z0-9_-]+$')
);

COMMENT ON TABLE inventory.drug_units IS 'Units in which drugs are counted / หน่วยนับยา';
COMMENT ON COLUMN inventory.drug_units.code IS 'Short code, such as TABLET or VIAL.';
COMMENT ON COLUMN inventory.drug_units.is_divisible IS
    'True where parts are handed out, such as millilitres.';

-- migrate:down
DROP TABLE inventory.drug_units;
