-- Companies that make drugs, sell them, or both.

-- migrate:up
CREATE TABLE inventory.companies (
    company_id          bigint       GENERATED ALWAYS AS IDENTITY,
    code                varchar(20)  NOT NULL,
    name_th             text         NOT NULL,
    name_en             text,
    tax_id              varchar(13),
    is_manufacturer     boolean      NOT NULL DEFAULT false,
    is_vendor           boolean      NOT NULL DEFAULT false,
    delivery_days       smallint,
    phone               text,
    email               text,
    address             text,
    is_active           boolean      NOT NULL DEFAULT true,
    created_at          timestamptz  NOT NULL DEFAULT now(),
    updated_at          timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT companies_pkey PRIMARY KEY (company_id),
    CONSTRAINT companies_code_key UNIQUE (code),
    CONSTRAINT companies_tax_id_key UNIQUE (tax_id),
    CONSTRAINT companies_tax_id_check CHECK (tax_id ~ '^[0-9]{13}$'),
    CONSTRAINT companies_role_check CHECK (is_manufacturer OR is_vendor),
    CONSTRAINT companies_delivery_days_check CHECK (delivery_days BETWEEN 0 AND 365)
);

COMMENT ON TABLE inventory.companies IS 'Makers and sellers of drugs / บริษัทผู้ผลิตและผู้จำหน่าย';
COMMENT ON COLUMN inventory.companies.tax_id IS 'Thai tax number of 13 digits; null for makers abroad.';
COMMENT ON COLUMN inventory.companies.delivery_days IS 'Usual days from order to delivery.';

-- migrate:down
DROP TABLE inventory.companies;
