-- schema_migrations as golang-migrate 4 creates it in PostgreSQL: one row in all. Written by hand.
CREATE TABLE public.schema_migrations (
    version bigint  NOT NULL PRIMARY KEY,
    dirty   boolean NOT NULL
);
INSERT INTO public.schema_migrations (version, dirty) VALUES (2, false);
