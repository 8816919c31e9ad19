-- {title}: say why this file exists.

-- migrate:up
-- TODO: your SQL, with the schema before each name: {schema}.…

-- migrate:down
-- TODO: the way back; where there is none, put the word irreversible behind the marker above
