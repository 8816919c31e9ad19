-- Drugs: the trade products that lie on the shelf, each a generic made by one company.

-- migrate:up
CREATE TABLE inventory.drugs (
    drug_id             bigint                  GENERATED ALWAYS AS IDENTITY,
    code                varchar(20)             NOT NULL,
    generic_id          bigint                  NOT NULL,
    manufacturer_id     bigint                  NOT NULL,
    trade_name          text                    NOT NULL,
    trade_name_th       text,
    registration_no     varchar(30),
    barcode             varchar(14),
    pack_size           numeric(12,3)           NOT NULL DEFAULT 1,
    pack_unit_id        bigint                  NOT NULL,
    reorder_point       numeric(14,3)           NOT NULL DEFAULT 0,
    needs_cold_chain    boolean                 NOT NULL DEFAULT false,
    is_active           boolean                 NOT NULL DEFAULT true,
    -- Both names in lower case: what the trigram search looks at.
    search_text         text                    GENERATED ALWAYS AS (
                            lower(trade_name || ' ' || coalesce(trade_name_th, '') || ' ' || code::text)
                        ) STORED,
    created_at          timestamptz             NOT NULL DEFAULT now(),
    updated_at          timestamptz             NOT NULL DEFAULT now(),

    CONSTRAINT drugs_pkey PRIMARY KEY (drug_id),
    CONSTRAINT drugs_code_key UNIQUE (code),
    CONSTRAINT drugs_barcode_key UNIQUE (barcode),
    CONSTRAINT drugs_generic_id_fkey FOREIGN KEY (generic_id)
        REFERENCES inventory.generics (generic_id) ON DELETE RESTRICT,
    CONSTRAINT drugs_manufacturer_id_fkey FOREIGN KEY (manufacturer_id)
        REFERENCES inventory.companies (company_id) ON DELETE RESTRICT,
    CONSTRAINT drugs_pack_unit_id_fkey FOREIGN KEY (pack_unit_id)
        REFERENCES inventory.drug_units (drug_unit_id) ON DELETE RESTRICT,
    CONSTRAINT drugs_trade_name_check CHECK (btrim(trade_name) <> ''),
    CONSTRAINT drugs_barcode_check CHECK (barcode ~ '^[0-9]{8,14}$'),
    CONSTRAINT drugs_pack_size_check CHECK (pack_size > 0),
    CONSTRAINT drugs_reorder_point_check CHECK (reorder_point >= 0)
);

COMMENT ON TABLE inventory.drugs IS 'Trade products on the shelf / ยาชื่อการค้า';
COMMENT ON COLUMN inventory.drugs.registration_no IS 'Thai FDA registration number / เลขทะเบียนตำรับยา';
COMMENT ON COLUMN inventory.drugs.barcode IS 'GTIN of 8 to 14 digits, as scanned.';
COMMENT ON COLUMN inventory.drugs.pack_size IS 'Units of use in one pack, such as 100 tablets in a box.';
COMMENT ON COLUMN inventory.drugs.pack_unit_id IS 'Unit in which the drug is bought, such as box.';
COMMENT ON COLUMN inventory.drugs.reorder_point IS
    'Order again when stock falls to this many units of use.';
COMMENT ON COLUMN inventory.drugs.search_text IS 'Names and code in lower case, for the search.';

-- migrate:down
DROP TABLE inventory.drugs;
