-- {title}: say what a row stands for and who keeps it.

-- migrate:up
CREATE TABLE {table} (
    {id} ~bigint       GENERATED ALWAYS AS IDENTITY,
    code ~varchar(20)  NOT NULL,
    name ~text         NOT NULL,
    -- TODO: the columns of your own; NOT NULL unless "not known" is an answer
    created_at ~timestamptz  NOT NULL DEFAULT now(),
    {?stamp}updated_at ~timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT {pkey} PRIMARY KEY ({id}),
    CONSTRAINT {key} UNIQUE (code)
);

{?stamp}CREATE TRIGGER {trigger}
{?stamp}    BEFORE UPDATE ON {table}
{?stamp}    FOR EACH ROW EXECUTE FUNCTION {stamp}();
{?stamp}
COMMENT ON TABLE {table} IS 'TODO: one sentence';
COMMENT ON COLUMN {table}.code IS 'TODO: what the code looks like and where it is printed';

-- migrate:down
DROP TABLE {table};
