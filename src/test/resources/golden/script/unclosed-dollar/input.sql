-- migrate:up
DO $do$ BEGIN END $$; $DO$;
