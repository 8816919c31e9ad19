-- What Flyway 11.14.1 left in PostgreSQL after the runs that are written in ./record.

CREATE TABLE inventory.flyway_schema_history (
    installed_rank integer NOT NULL,
    version character varying(50),
    description character varying(200) NOT NULL,
    type character varying(20) NOT NULL,
    script character varying(1000) NOT NULL,
    checksum integer,
    installed_by character varying(100) NOT NULL,
    installed_on timestamp without time zone DEFAULT now() NOT NULL,
    execution_time integer NOT NULL,
    success boolean NOT NULL
);

INSERT INTO inventory.flyway_schema_history VALUES (0, NULL, '<< Flyway Schema Creation >>', 'SCHEMA', '"inventory"', NULL, 'postgres', '2026-11-21 04:40:48.808646', 0, true);
INSERT INTO inventory.flyway_schema_history VALUES (1, '1', 'create drugs', 'SQL', 'V1__create_drugs.sql', 1499095974, 'postgres', '2026-11-21 04:40:48.853903', 7, true);
INSERT INTO inventory.flyway_schema_history VALUES (2, '2', 'add dosage form', 'SQL', 'V2__add_dosage_form.sql', -451450411, 'postgres', '2026-11-21 04:40:48.865791', 1, true);
INSERT INTO inventory.flyway_schema_history VALUES (3, NULL, 'orderable drugs', 'SQL', 'R__orderable_drugs.sql', -615051613, 'postgres', '2026-11-21 04:40:48.872661', 1, true);
INSERT INTO inventory.flyway_schema_history VALUES (4, '2.1', 'index drug names', 'SQL', 'V2.1__index_drug_names.sql', 1365442359, 'postgres', '2026-11-21 04:40:48.957077', 5, true);
INSERT INTO inventory.flyway_schema_history VALUES (5, '3', 'unique drug codes', 'SQL', 'V3__unique_drug_codes.sql', 52326442, 'postgres', '2026-11-21 04:40:49.100801', 44, false);

ALTER TABLE ONLY inventory.flyway_schema_history
    ADD CONSTRAINT flyway_schema_history_pk PRIMARY KEY (installed_rank);

CREATE INDEX flyway_schema_history_s_idx ON inventory.flyway_schema_history USING btree (success);

