CREATE TABLE inventory.lots (id integer PRIMARY KEY);
