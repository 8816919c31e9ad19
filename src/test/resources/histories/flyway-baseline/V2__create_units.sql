CREATE TABLE units (code text PRIMARY KEY);
