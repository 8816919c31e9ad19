--liquibase formatted sql

--changeset somchai:lots
CREATE TABLE inventory.lots (id integer PRIMARY KEY);
--rollback DROP TABLE inventory.lots;
