-- migrate:up
-- nothing to do here any more

-- migrate:down
-- nothing here either
