DROP TABLE inventory.drugs;
