-- What Liquibase 4.33.0 left in PostgreSQL after the runs that are written in ./record.

CREATE TABLE public.databasechangelog (
    id character varying(255) NOT NULL,
    author character varying(255) NOT NULL,
    filename character varying(255) NOT NULL,
    dateexecuted timestamp without time zone NOT NULL,
    orderexecuted integer NOT NULL,
    exectype character varying(10) NOT NULL,
    md5sum character varying(35),
    description character varying(255),
    comments character varying(255),
    tag character varying(255),
    liquibase character varying(20),
    contexts character varying(255),
    labels character varying(255),
    deployment_id character varying(10)
);

CREATE TABLE public.databasechangeloglock (
    id integer NOT NULL,
    locked boolean NOT NULL,
    lockgranted timestamp without time zone,
    lockedby character varying(255)
);

INSERT INTO public.databasechangelog VALUES ('drugs', 'somchai', 'changes/001_create_drugs.sql', '2026-11-21 04:41:56.653758', 1, 'EXECUTED', '9:92a2b3865a2231c1e6818b373f33211b', 'sql', '', NULL, '4.33.0', NULL, NULL, '5236114571');
INSERT INTO public.databasechangelog VALUES ('drug-forms', 'somchai', 'changes/001_create_drugs.sql', '2026-11-21 04:41:56.675833', 2, 'EXECUTED', '9:d9c124cd930bdcfd319f24fefd4ab1a9', 'sql', '', NULL, '4.33.0', NULL, NULL, '5236114571');
INSERT INTO public.databasechangelog VALUES ('1', 'malee', 'changes/002_index_drug_codes.sql', '2026-11-21 04:41:56.682904', 3, 'EXECUTED', '9:251983bf8f7411e63a6664b4bb4648e1', 'sql', '', NULL, '4.33.0', NULL, NULL, '5236114571');
INSERT INTO public.databasechangelog VALUES ('1', 'malee', 'changes/003_drop_legacy.sql', '2026-11-21 04:41:56.690724', 4, 'MARK_RAN', '9:8effabfd3064064a1b0f3591c01d5499', 'sql', '', NULL, '4.33.0', NULL, NULL, '5236114571');
INSERT INTO public.databasechangelog VALUES ('view', 'malee', 'changes/004_orderable_drugs.sql', '2026-11-21 04:42:03.484186', 6, 'RERAN', '9:5a066c774f5c9801d2462b09264e9059', 'sql', '', NULL, '4.33.0', NULL, NULL, '5236121710');

INSERT INTO public.databasechangeloglock VALUES (1, false, NULL, NULL);

ALTER TABLE ONLY public.databasechangeloglock
    ADD CONSTRAINT databasechangeloglock_pkey PRIMARY KEY (id);

