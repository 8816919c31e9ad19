--liquibase formatted sql
--changeset alice:1
CREATE TABLE lots (lot_id integer);
--rollback DROP TABLE lots;
