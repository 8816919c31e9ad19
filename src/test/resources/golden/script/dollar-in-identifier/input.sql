-- migrate:up
SELECT a$b$ FROM c$$d; SELECT t$1, "x"$$;$$; SELECT 3;
