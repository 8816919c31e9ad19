-- Taken over from flyway: inventory/V2__with blanks.sql
-- It had no way back there, so this file has no down section.

-- migrate:up transaction:false
VACUUM drugs;
