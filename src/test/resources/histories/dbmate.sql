-- What dbmate 2.36.0 left in PostgreSQL after the runs that are written in ./record.

CREATE TABLE public.schema_migrations (
    version character varying NOT NULL
);

INSERT INTO public.schema_migrations VALUES ('20260105090000');
INSERT INTO public.schema_migrations VALUES ('20260105091000');
INSERT INTO public.schema_migrations VALUES ('20260112080000');

ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);

