--liquibase formatted sql
--changeset dave:1 runOnChange:true context:test
--preconditions onFail:MARK_RAN
CREATE OR REPLACE VIEW orderable AS SELECT * FROM drugs;
--changeset dave:2
--rollback changesetId:1 changesetAuthor:dave
SELECT 2;
