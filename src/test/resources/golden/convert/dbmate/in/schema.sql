CREATE TABLE drugs ();
