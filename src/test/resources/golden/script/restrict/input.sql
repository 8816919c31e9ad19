--
-- PostgreSQL database dump
--

\restrict Abc123

-- migrate:up
\restrict Abc123

SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE a (id int);
COPY a (id) FROM stdin;
\.

\unrestrict Abc123

SELECT 3; \unrestrict Abc123
-- migrate:down
\unrestrict Abc123
