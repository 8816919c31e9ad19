DROP TABLE drugs;
