-- Drugs that the hospital can order.

-- migrate:up
CREATE TABLE drugs (id int PRIMARY KEY, name text NOT NULL);
CREATE INDEX drugs_name ON drugs (name);

-- migrate:down
DROP TABLE drugs;
