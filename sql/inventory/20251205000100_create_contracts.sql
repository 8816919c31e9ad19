-- Contracts with companies: which drugs at which price, and how much of them at most.

-- migrate:up
CREATE TABLE inventory.contracts (
    contract_id         bigint                      GENERATED ALWAYS AS IDENTITY,
    contract_no         varchar(40)                 NOT NULL,
    company_id          bigint                      NOT NULL,
    purchase_method     inventory.purchase_method   NOT NULL,
    valid_during        daterange                   NOT NULL,
    ceiling_amount      numeric(14,2)               NOT NULL,
    signed_on           date,
    created_by          uuid,
    created_at          timestamptz                 NOT NULL DEFAULT now(),
    updated_at          timestamptz                 NOT NULL DEFAULT now(),

    CONSTRAINT contracts_pkey PRIMARY KEY (contract_id),
    CONSTRAINT contracts_contract_no_key UNIQUE (contract_no),
    CONSTRAINT contracts_company_id_fkey FOREIGN KEY (company_id)
        REFERENCES inventory.companies (company_id) ON DELETE RESTRICT,
    CONSTRAINT contracts_created_by_fkey FOREIGN KEY (created_by)
        REFERENCES public.users (user_id) ON DELETE SET NULL,
    CONSTRAINT contracts_valid_during_check CHECK (
        NOT isempty(valid_during) AND NOT lower_inf(valid_during) AND NOT upper_inf(valid_during)
    ),
    CONSTRAINT contracts_ceiling_amount_check CHECK (ceiling_amount > 0)
);

COMMENT ON TABLE inventory.contracts IS 'Contracts with companies / สัญญาจะซื้อจะขาย';
COMMENT ON COLUMN inventory.contracts.valid_during IS
    'Days on which orders may be placed under the contract.';
COMMENT ON COLUMN inventory.contracts.ceiling_amount IS 'Baht that all orders together may not pass.';
COMMENT ON COLUMN inventory.contracts.signed_on IS 'Null while the contract is being drawn up.';

CREATE TABLE inventory.contract_items (
    contract_id         bigint          NOT NULL,
    line_no             smallint        NOT NULL,
    drug_id             bigint          NOT NULL,
    maximum_quantity    numeric(14,3)   NOT NULL,
    unit_price          numeric(14,4)   NOT NULL,
    amount              numeric(14,2)   GENERATED ALWAYS AS (
                            round(maximum_quantity * unit_price, 2)
                        ) STORED,

    CONSTRAINT contract_items_pkey PRIMARY KEY (contract_id, line_no),
    CONSTRAINT contract_items_drug_id_key UNIQUE (contract_id, drug_id),
    CONSTRAINT contract_items_contract_id_fkey FOREIGN KEY (contract_id)
        REFERENCES inventory.contracts (contract_id) ON DELETE CASCADE,
    CONSTRAINT contract_items_drug_id_fkey FOREIGN KEY (drug_id)
        REFERENCES inventory.drugs (drug_id) ON DELETE RESTRICT,
    CONSTRAINT contract_items_line_no_check CHECK (line_no > 0),
    CONSTRAINT contract_items_maximum_quantity_check CHECK (maximum_quantity > 0),
    CONSTRAINT contract_items_unit_price_check CHECK (unit_price >= 0)
);

COMMENT ON TABLE inventory.contract_items IS 'Drugs of a contract, each at most once.';
COMMENT ON COLUMN inventory.contract_items.maximum_quantity IS
    'Units of use that may be ordered in all.';
COMMENT ON COLUMN inventory.contract_items.unit_price IS 'Baht for one unit of use, VAT included.';

-- migrate:down
DROP TABLE inventory.contract_items;
DROP TABLE inventory.contracts;
