-- Taken over from plain: 10_copy.sql
-- It had no way back there, so this file has no down section.

-- migrate:up
COPY drugs FROM stdin;
1
2
\.
