-- Taken over from dbmate: 20260105090000_create_drugs.sql

-- Drugs that the hospital orders.
-- migrate:up
CREATE TABLE drugs (
    drug_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name    text NOT NULL
);

-- migrate:down
DROP TABLE drugs;
