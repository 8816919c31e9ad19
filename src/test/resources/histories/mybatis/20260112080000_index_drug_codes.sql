-- // index drug codes
CREATE INDEX drugs_code_idx ON inventory.drugs (code);

-- //@UNDO
DROP INDEX inventory.drugs_code_idx;
