-- goose_db_version as goose 3 creates it in PostgreSQL, with rows as goose 2 left them: a down adds one (is_applied false),
-- the last row of a version counts, and the first stands for the empty database. Written by hand.
CREATE TABLE public.goose_db_version (
    id         serial  PRIMARY KEY,
    version_id bigint  NOT NULL,
    is_applied boolean NOT NULL,
    tstamp     timestamp DEFAULT now()
);
INSERT INTO public.goose_db_version (version_id, is_applied, tstamp) VALUES
    (0, true, '2026-01-05 09:00:00.101'),
    (1, true, '2026-01-05 09:00:00.212'),
    (2, true, '2026-01-05 09:10:00.323'),
    (2, false, '2026-01-05 09:20:00.434'),
    (2, true, '2026-01-06 08:00:00.545'),
    (3, true, '2026-01-06 08:00:00.656'),
    (3, false, '2026-01-07 17:00:00.767');
