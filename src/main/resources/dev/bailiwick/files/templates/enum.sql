-- {title}: say what it tells apart. A value can be added later (ALTER TYPE … ADD VALUE), but never removed.

-- migrate:up
CREATE TYPE {type} AS ENUM (
    -- TODO: the values
    'DRAFT',
    'FINAL'
);

COMMENT ON TYPE {type} IS
'TODO: what it tells apart
DRAFT: still being written
FINAL: no longer changed';

-- migrate:down
DROP TYPE {type};
