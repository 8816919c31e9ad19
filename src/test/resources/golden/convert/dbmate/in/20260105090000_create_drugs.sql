-- Drugs that the hospital orders.
-- migrate:up
CREATE TABLE drugs (
    drug_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name    text NOT NULL
);

-- migrate:down
DROP TABLE drugs;
