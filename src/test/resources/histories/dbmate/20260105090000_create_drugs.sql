-- migrate:up
CREATE TABLE inventory.drugs (id integer PRIMARY KEY, code text NOT NULL);

-- migrate:down
DROP TABLE inventory.drugs;
