-- migrate:up
SET search_path = '';
SET ROLE app;
SET LOCAL lock_timeout = '1s';
SET SESSION AUTHORIZATION DEFAULT;
SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY;
SET escape_string_warning = off;
RESET ALL;
