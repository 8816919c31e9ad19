-- Somebody's notes.
CREATE TABLE a (id int);

DROP TABLE a;
