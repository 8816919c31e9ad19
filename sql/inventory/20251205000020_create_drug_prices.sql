-- What a company asks for a drug, and when. Two prices of the same drug and company never overlap:
-- the exclusion constraint refuses it, even when two people enter them at the same moment.

-- migrate:up
CREATE TABLE inventory.drug_prices (
    drug_price_id   bigint          GENERATED ALWAYS AS IDENTITY,
    drug_id         bigint          NOT NULL,
    company_id      bigint          NOT NULL,
    valid_during    daterange       NOT NULL,
    unit_price      numeric(14,4)   NOT NULL,
    reference_price numeric(14,4),
    source          text            NOT NULL DEFAULT '',
    created_at      timestamptz     NOT NULL DEFAULT now(),
    updated_at      timestamptz     NOT NULL DEFAULT now(),

    CONSTRAINT drug_prices_pkey PRIMARY KEY (drug_price_id),
    CONSTRAINT drug_prices_drug_id_fkey FOREIGN KEY (drug_id)
        REFERENCES inventory.drugs (drug_id) ON DELETE CASCADE,
    CONSTRAINT drug_prices_company_id_fkey FOREIGN KEY (company_id)
        REFERENCES inventory.companies (company_id) ON DELETE RESTRICT,
    CONSTRAINT drug_prices_valid_during_check CHECK (
        NOT isempty(valid_during) AND NOT lower_inf(valid_during)
    ),
    CONSTRAINT drug_prices_unit_price_check CHECK (unit_price >= 0),
    CONSTRAINT drug_prices_reference_price_check CHECK (reference_price >= 0),
    CONSTRAINT drug_prices_no_overlap_excl EXCLUDE USING gist (
        drug_id WITH =,
        company_id WITH =,
        valid_during WITH &&
    )
);

COMMENT ON TABLE inventory.drug_prices IS 'Prices by drug, company and time / ราคายา';
COMMENT ON COLUMN inventory.drug_prices.valid_during IS
    'Days on which the price holds; an open end means until further notice.';
COMMENT ON COLUMN inventory.drug_prices.unit_price IS 'Baht for one unit of use, VAT included.';
COMMENT ON COLUMN inventory.drug_prices.reference_price IS
    'The national median price at that time / ราคากลาง';
COMMENT ON COLUMN inventory.drug_prices.source IS
    'Where the price comes from: quotation, contract, letter.';

-- migrate:down
DROP TABLE inventory.drug_prices;
