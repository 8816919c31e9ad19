DROP TABLE inventory.bins;
