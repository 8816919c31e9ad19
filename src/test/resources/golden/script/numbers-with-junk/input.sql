-- migrate:up
SELECT 1E'\'; SELECT 2; SELECT 1a$$;SELECT 1e5$$; SELECT $1e'\'; SELECT 1.5$$;$$; SELECT 7;
