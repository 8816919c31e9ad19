-- What each import of the Thai Medicines Terminology did: one row an import, one a file of it, and one for
-- every row that was left out. Written by seeds/100_import_tmt.sql.

-- migrate:up
CREATE TABLE inventory.tmt_imports (
    tmt_import_id   bigint       GENERATED ALWAYS AS IDENTITY,
    released_on     date         NOT NULL,
    is_full         boolean      NOT NULL,
    imported_at     timestamptz  NOT NULL DEFAULT now(),
    imported_by     text         NOT NULL DEFAULT session_user,

    CONSTRAINT tmt_imports_pkey PRIMARY KEY (tmt_import_id)
);

COMMENT ON TABLE inventory.tmt_imports IS
    'Imports of the terminology / ประวัติการนำเข้า TMT. A run that found nothing to change leaves no row.';
COMMENT ON COLUMN inventory.tmt_imports.released_on IS
    'Day of the release. An older one is not imported over it.';
COMMENT ON COLUMN inventory.tmt_imports.is_full IS
    'True for a full release: concepts that it did not hold were retired.';
COMMENT ON COLUMN inventory.tmt_imports.imported_by IS 'Login role of the database.';

CREATE TABLE inventory.tmt_import_files (
    tmt_import_id   bigint       NOT NULL,
    file_name       varchar(40)  NOT NULL,
    rows_read       integer      NOT NULL,
    rows_added      integer      NOT NULL,
    rows_changed    integer      NOT NULL,
    rows_unchanged  integer      NOT NULL,
    rows_not_kept   integer      NOT NULL,
    rows_left_out   integer      NOT NULL,
    rows_gone       integer      NOT NULL,

    CONSTRAINT tmt_import_files_pkey PRIMARY KEY (tmt_import_id, file_name),
    CONSTRAINT tmt_import_files_tmt_import_id_fkey FOREIGN KEY (tmt_import_id)
        REFERENCES inventory.tmt_imports (tmt_import_id) ON DELETE CASCADE,
    CONSTRAINT tmt_import_files_rows_read_check CHECK (
        rows_read = rows_added + rows_changed + rows_unchanged + rows_not_kept + rows_left_out
    )
);

COMMENT ON TABLE inventory.tmt_import_files IS 'What became of the rows of each file of an import.';
COMMENT ON COLUMN inventory.tmt_import_files.rows_not_kept IS
    'Rows about packs, levels GPP and TPP: stock is counted in units of use. Also samples that are switched off.';
COMMENT ON COLUMN inventory.tmt_import_files.rows_left_out IS
    'Rows that could not be taken; tmt_import_rejects says why.';
COMMENT ON COLUMN inventory.tmt_import_files.rows_gone IS
    'Not in the full release any more: concepts retired, relations deleted.';

CREATE TABLE inventory.tmt_import_rejects (
    tmt_import_id   bigint       NOT NULL,
    file_name       varchar(40)  NOT NULL,
    row_no          integer      NOT NULL,
    content         text         NOT NULL,
    reason          text         NOT NULL,

    CONSTRAINT tmt_import_rejects_pkey PRIMARY KEY (tmt_import_id, file_name, row_no),
    CONSTRAINT tmt_import_rejects_file_name_fkey FOREIGN KEY (tmt_import_id, file_name)
        REFERENCES inventory.tmt_import_files (tmt_import_id, file_name) ON DELETE CASCADE
);

COMMENT ON TABLE inventory.tmt_import_rejects IS 'Rows that an import left out, and why.';
COMMENT ON COLUMN inventory.tmt_import_rejects.row_no IS 'Counted from 1, without the header.';
COMMENT ON COLUMN inventory.tmt_import_rejects.content IS 'The row as it was read.';

-- migrate:down
DROP TABLE inventory.tmt_import_rejects;
DROP TABLE inventory.tmt_import_files;
DROP TABLE inventory.tmt_imports;
