DROP TABLE inventory.lots;
