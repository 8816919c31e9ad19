CREATE TABLE inventory.drugs (id integer PRIMARY KEY, code text NOT NULL);
