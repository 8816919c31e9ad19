CREATE TABLE IF NOT EXISTS :catalog (
    described_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    described_by   varchar(63) NOT NULL DEFAULT session_user,
    client         text        NOT NULL,
    tool_version   varchar(50) NOT NULL,
    last_log_id    bigint      PRIMARY KEY,
    server_version integer     NOT NULL,
    format         integer     NOT NULL,
    hash           varchar(32) NOT NULL,
    objects        text[]      NOT NULL,
    parts          text[]      NOT NULL,
    definitions    text[]      NOT NULL
);

COMMENT ON TABLE :catalog IS
    'What the last run of Bailiwick left in this schema, to see later what was changed by hand. One row, replaced by each run: SELECT unnest(objects), unnest(parts), unnest(definitions) FROM ...';
COMMENT ON COLUMN :catalog.described_at IS 'When';
COMMENT ON COLUMN :catalog.described_by IS 'Database role';
COMMENT ON COLUMN :catalog.client IS 'Operating system user and host that ran the tool';
COMMENT ON COLUMN :catalog.tool_version IS 'Version of Bailiwick';
COMMENT ON COLUMN :catalog.last_log_id IS 'The last entry of the log at that time';
COMMENT ON COLUMN :catalog.server_version IS 'server_version_num of PostgreSQL at that time: another major version may say the same thing differently';
COMMENT ON COLUMN :catalog.format IS 'What a description holds; rises when Bailiwick describes more';
COMMENT ON COLUMN :catalog.hash IS 'MD5 of the description';
COMMENT ON COLUMN :catalog.objects IS 'What each line belongs to, such as table inventory.drugs';
COMMENT ON COLUMN :catalog.parts IS 'Which part of the object each line describes; empty for the object itself';
COMMENT ON COLUMN :catalog.definitions IS 'The lines';
