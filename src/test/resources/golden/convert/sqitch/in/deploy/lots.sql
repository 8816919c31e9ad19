ALTER TABLE lots ADD COLUMN made_on date;
