--liquibase formatted sql

--changeset alice:1
--comment: drugs that the hospital orders
CREATE TABLE drugs (drug_id integer, name text);
--rollback DROP TABLE drugs;

--changeset bob:index runInTransaction:false splitStatements:true
CREATE INDEX CONCURRENTLY drugs_name_idx ON drugs (name);
--rollback DROP INDEX CONCURRENTLY
--rollback drugs_name_idx;

--changeset bob:"no way back" dbms:postgresql
INSERT INTO drugs VALUES (1, 'Paracetamol 500 mg');

--changeset carol:block
CREATE TABLE lots (lot_id integer);
/* liquibase rollback
DROP TABLE lots;
*/

--changeset carol:empty labels:release
SELECT 1;
--rollback not required
