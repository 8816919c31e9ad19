-- // create drugs
CREATE TABLE inventory.drugs (id integer PRIMARY KEY, code text NOT NULL);

-- //@UNDO
DROP TABLE inventory.drugs;
