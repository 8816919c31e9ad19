-- Taken over from mybatis: 20260105090000_create_drugs.sql

-- migrate:up
-- // create drugs
-- Migration SQL that makes the change goes here.
CREATE TABLE drugs (drug_id integer, name text);

-- migrate:down
-- SQL to undo the change goes here.
DROP TABLE drugs;
