-- migrate:up
CREATE TABLE inventory.lots (id integer PRIMARY KEY);

-- migrate:down
DROP TABLE inventory.lots;
