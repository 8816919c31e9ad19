-- {title}: say why nobody needs it any more.

-- migrate:up
-- Without CASCADE it fails while anything depends on it, and that is good.
{drop};

-- TODO: where there shall be a way back, take the word irreversible out and put the CREATE below, from the file that
-- made it. Rows don't come back with it.
-- migrate:down irreversible
