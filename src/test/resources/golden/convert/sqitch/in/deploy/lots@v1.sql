CREATE TABLE lots (lot_id integer);
