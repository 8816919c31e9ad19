-- // create lots
CREATE TABLE inventory.lots (id integer PRIMARY KEY);

-- //@UNDO
DROP TABLE inventory.lots;
