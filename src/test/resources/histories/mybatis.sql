-- What MyBatis Migrations 3.4.0 left in PostgreSQL after the runs that are written in ./record.

CREATE TABLE public.changelog (
    id numeric(20,0) NOT NULL,
    applied_at character varying(25) NOT NULL,
    description character varying(255) NOT NULL
);

INSERT INTO public.changelog VALUES (20260101000000, '2026-11-21 04:41:07', 'create changelog');
INSERT INTO public.changelog VALUES (20260105090000, '2026-11-21 04:41:07', 'create drugs');
INSERT INTO public.changelog VALUES (20260105091000, '2026-11-21 04:41:07', 'add dosage form');
INSERT INTO public.changelog VALUES (20260112080000, '2026-11-21 04:41:07', 'index drug codes');

ALTER TABLE ONLY public.changelog
    ADD CONSTRAINT pk_changelog PRIMARY KEY (id);

