CREATE TABLE drugs (drug_id integer, name text);
