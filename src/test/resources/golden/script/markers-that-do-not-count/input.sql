-- migrate:up
/*
-- migrate:down
*/
SELECT '
-- migrate:down
', "
-- migrate:down
", $$
-- migrate:down
$$, E'\'
-- migrate:down
';
CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $body$
-- migrate:up
-- +goose Down
SELECT '-- migrate dwon'
$body$;
COPY notes FROM STDIN;
-- migrate:down
-- +goose Down
\.
-- migrate:down
SELECT 2;
