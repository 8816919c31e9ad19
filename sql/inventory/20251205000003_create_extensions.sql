-- btree_gist (a price is valid once per drug and company and day) and pg_trgm (search by part of a name).
-- Both are trusted: the owner of the database may create them, no superuser is needed.
--
-- A database holds an extension only once, in one schema. They live in this schema, and there is no
-- IF NOT EXISTS: if somebody else has installed one already, this file fails, instead of leaning on an
-- extension that is not ours and dropping it on the way back. Then agree on one home with its owner
-- (ALTER EXTENSION … SET SCHEMA inventory moves it) and record this file as applied.

-- migrate:up
CREATE EXTENSION btree_gist SCHEMA inventory;
CREATE EXTENSION pg_trgm SCHEMA inventory;

-- migrate:down
DROP EXTENSION pg_trgm;
DROP EXTENSION btree_gist;
