-- migrate:up
DO $$ BEGIN PERFORM 1; END; $$; SELECT $$a;$$, $$$$, $$ $ $a $1 $$;
SELECT 2;
