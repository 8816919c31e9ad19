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

INSERT INTO inventory.flyway_schema_history VALUES (1, '2', '<< Flyway Baseline >>', 'BASELINE', '<< Flyway Baseline >>', NULL, 'postgres', '2026-11-21 04:40:50.846164', 0, true);
INSERT INTO inventory.flyway_schema_history VALUES (2, '3', 'create lots', 'SQL', 'V3__create_lots.sql', -1851899200, 'postgres', '2026-11-21 04:40:50.914106', 8, true);

ALTER TABLE ONLY inventory.flyway_schema_history
    ADD CONSTRAINT flyway_schema_history_pk PRIMARY KEY (installed_rank);

CREATE INDEX flyway_schema_history_s_idx ON inventory.flyway_schema_history USING btree (success);

