-- // create drugs
-- Migration SQL that makes the change goes here.
CREATE TABLE drugs (drug_id integer, name text);

-- //@UNDO
-- SQL to undo the change goes here.
DROP TABLE drugs;
