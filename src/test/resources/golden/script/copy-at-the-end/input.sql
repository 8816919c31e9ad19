-- migrate:up
COPY a FROM STDIN
-- migrate:down
COPY a FROM STDIN;
