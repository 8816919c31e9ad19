-- Tables that the examples change: a file that was applied long ago.

-- migrate:up
CREATE TABLE inventory.companies (
    company_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text NOT NULL
);

COMMENT ON TABLE inventory.companies IS 'Who makes and sells drugs.';

CREATE TABLE inventory.drugs (
    drug_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code       varchar(20) NOT NULL UNIQUE,
    price      numeric(12,2),
    company_id bigint REFERENCES inventory.companies ON DELETE RESTRICT
);

CREATE INDEX drugs_company_id_idx ON inventory.drugs (company_id);
COMMENT ON TABLE inventory.drugs IS 'What the hospital can order.';

CREATE TYPE inventory.order_status AS ENUM ('DRAFT', 'SENT');
COMMENT ON TYPE inventory.order_status IS 'How far an order has come.';

-- migrate:down
DROP TYPE inventory.order_status;
DROP TABLE inventory.drugs;
DROP TABLE inventory.companies;
