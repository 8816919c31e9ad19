-- Taken over from dbmate: 20260108-comment-drugs.sql

-- migrate:up
COMMENT ON TABLE drugs IS 'what is ordered';
-- migrate:down
COMMENT ON TABLE drugs IS NULL;
