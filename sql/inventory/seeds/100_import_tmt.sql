-- Imports a release of the Thai Medicines Terminology: concepts, their hierarchy, and which of our drugs they
-- stand for. The three files beside this one are a made-up sample: no id and no trade name in them is real.
-- For a real release put files of the same names and columns into a folder, and name it: --data FOLDER.
--
--   tmt_concepts.csv    tmt_id, tmt_level, fully_specified_name, released_on (when the concept first appeared)
--   tmt_relations.csv   parent_tmt_id, child_tmt_id
--   tmt_drug_codes.csv  drug_code, tmt_id
--
--   --set tmt_release=2026-07-06        day of the release; else the latest released_on in the file
--   --set tmt_full=true                 the files are a full release: concepts that are not in them are retired, and
--                                       relations between concepts that are still in use are deleted
--   --set tmt_max_retired_percent=10    a full release that lacks more of what is in use here than this, measured by
--                                       its own rows, is taken for a part; 100 believes any
--
-- A row that can't be taken is left out and reported. What makes the whole doubtful fails, and nothing of it
-- stands: an empty file, a circle in the hierarchy, more bad rows than good ones, too much to retire. An older
-- release than the last one imported changes nothing, so that the sample can't spoil a real terminology.
--
-- The catalogue counts in units of use, so the pack levels GPP and TPP are checked but not kept.

CREATE TEMPORARY TABLE staged_concepts (
    row_no                  integer  GENERATED ALWAYS AS IDENTITY,
    tmt_id                  text,
    tmt_level               text,
    fully_specified_name    text,
    released_on             text,
    content                 text,
    first_release           date,
    outcome                 text,
    reason                  text
) ON COMMIT DROP;

CREATE TEMPORARY TABLE staged_relations (
    row_no                  integer  GENERATED ALWAYS AS IDENTITY,
    parent_tmt_id           text,
    child_tmt_id            text,
    content                 text,
    outcome                 text,
    reason                  text
) ON COMMIT DROP;

CREATE TEMPORARY TABLE staged_drug_codes (
    row_no                  integer  GENERATED ALWAYS AS IDENTITY,
    drug_code               text,
    tmt_id                  text,
    content                 text,
    drug_id                 bigint,
    tmt_level               text,
    outcome                 text,
    reason                  text
) ON COMMIT DROP;

\copy staged_concepts (tmt_id, tmt_level, fully_specified_name, released_on) from 'tmt_concepts.csv' with (format csv, header true)
\copy staged_relations (parent_tmt_id, child_tmt_id) from 'tmt_relations.csv' with (format csv, header true)
\copy staged_drug_codes (drug_code, tmt_id) from 'tmt_drug_codes.csv' with (format csv, header true)

-- Blanks around values mean nothing; the row as it was read is kept for the report.
UPDATE staged_concepts
SET content = concat_ws(',', tmt_id, tmt_level, fully_specified_name, released_on),
    tmt_id = COALESCE(btrim(tmt_id), ''),
    tmt_level = upper(COALESCE(btrim(tmt_level), '')),
    fully_specified_name = COALESCE(btrim(fully_specified_name), ''),
    released_on = COALESCE(btrim(released_on), '');

UPDATE staged_relations
SET content = concat_ws(',', parent_tmt_id, child_tmt_id),
    parent_tmt_id = COALESCE(btrim(parent_tmt_id), ''),
    child_tmt_id = COALESCE(btrim(child_tmt_id), '');

UPDATE staged_drug_codes
SET content = concat_ws(',', drug_code, tmt_id),
    drug_code = COALESCE(btrim(drug_code), ''),
    tmt_id = COALESCE(btrim(tmt_id), '');

CREATE INDEX ON staged_concepts (tmt_id);
CREATE INDEX ON staged_relations (child_tmt_id);
ANALYZE staged_concepts, staged_relations, staged_drug_codes;


-- Concepts: what is wrong with a row by itself.

DO $$
DECLARE
    v_text text;
BEGIN
    IF NOT EXISTS (SELECT FROM staged_concepts) THEN
        RAISE EXCEPTION 'tmt_concepts.csv holds no rows'
            USING HINT = 'Nothing is imported. Look whether the file was transferred completely.';
    END IF;

    -- Few different days, many rows.
    FOR v_text IN
        SELECT DISTINCT released_on
        FROM staged_concepts
        WHERE released_on ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
    LOOP
        BEGIN
            UPDATE staged_concepts SET first_release = v_text::date WHERE released_on = v_text;
        EXCEPTION
            WHEN datetime_field_overflow THEN
                NULL; -- No day of the calendar: first_release stays null, which is reported below.
        END;
    END LOOP;
END;
$$;

UPDATE staged_concepts
SET outcome = 'left out',
    reason = CASE
        WHEN tmt_id !~ '^[0-9]{1,12}$' THEN 'the id is not a number of at most 12 digits'
        WHEN tmt_level NOT IN ('SUBS', 'VTM', 'GP', 'TP', 'GPU', 'TPU', 'GPP', 'TPP')
            THEN format('unknown level "%s"', tmt_level)
        WHEN fully_specified_name = '' THEN 'the name is blank'
        ELSE format('released_on "%s" is not a day written as 2026-01-31', released_on)
    END
WHERE tmt_id !~ '^[0-9]{1,12}$'
   OR tmt_level NOT IN ('SUBS', 'VTM', 'GP', 'TP', 'GPU', 'TPU', 'GPP', 'TPP')
   OR fully_specified_name = ''
   OR first_release IS NULL;

CREATE TEMPORARY TABLE import_run ON COMMIT DROP AS
SELECT
    r.released_on,
    COALESCE(NULLIF(current_setting('bailiwick.tmt_full', true), ''), 'false')::boolean AS is_full,
    COALESCE(r.released_on < last.released_on, false) AS is_older,
    last.tmt_import_id AS last_import_id,
    last.released_on AS last_released_on,
    last.is_full AS last_is_full
FROM (
    SELECT COALESCE(
        NULLIF(current_setting('bailiwick.tmt_release', true), '')::date,
        (SELECT max(first_release) FROM staged_concepts WHERE outcome IS NULL)
    ) AS released_on
) r
LEFT JOIN LATERAL (
    SELECT i.tmt_import_id, i.released_on, i.is_full
    FROM inventory.tmt_imports i
    ORDER BY i.released_on DESC, i.tmt_import_id DESC
    LIMIT 1
) last ON true;


-- Concepts: what is wrong between rows, and between a row and the terminology that is here.

UPDATE staged_concepts s
SET outcome = 'left out',
    reason = format('the concept is newer than the release of %s', r.released_on)
FROM import_run r
WHERE s.outcome IS NULL
  AND s.first_release > r.released_on;

UPDATE staged_concepts s
SET outcome = 'left out',
    reason = format('says the same as row %s', d.first_row)
FROM (
    SELECT
        row_no,
        min(row_no) OVER (PARTITION BY tmt_id, tmt_level, fully_specified_name, first_release) AS first_row
    FROM staged_concepts
    WHERE outcome IS NULL
) d
WHERE d.row_no = s.row_no
  AND d.first_row < s.row_no;

UPDATE staged_concepts s
SET outcome = 'left out',
    reason = format('concept %s is there more than once and reads differently', d.tmt_id)
FROM (
    SELECT tmt_id
    FROM staged_concepts
    WHERE outcome IS NULL
    GROUP BY tmt_id
    HAVING count(*) > 1
) d
WHERE s.outcome IS NULL
  AND s.tmt_id = d.tmt_id;

UPDATE staged_concepts s
SET outcome = 'left out',
    reason = format('the concept is a %s here, and a concept keeps its level', c.tmt_level)
FROM inventory.tmt_concepts c
WHERE s.outcome IS NULL
  AND s.tmt_id = c.tmt_id
  AND s.tmt_level <> c.tmt_level::text;

-- Good concepts of the file, packs included, and those that are here already.
CREATE TEMPORARY TABLE known_concepts ON COMMIT DROP AS
SELECT tmt_id, tmt_level, tmt_level IN ('GPP', 'TPP') AS is_pack
FROM staged_concepts
WHERE outcome IS NULL
UNION
SELECT tmt_id, tmt_level::text, false
FROM inventory.tmt_concepts;

CREATE UNIQUE INDEX ON known_concepts (tmt_id);
ANALYZE known_concepts;

UPDATE staged_concepts s
SET outcome = CASE
        WHEN s.tmt_level IN ('GPP', 'TPP') THEN 'not kept'
        WHEN c.tmt_id IS NULL THEN 'added'
        WHEN c.fully_specified_name <> s.fully_specified_name
          OR c.released_on <> s.first_release
          OR c.retired_on IS NOT NULL THEN 'changed'
        ELSE 'unchanged'
    END
FROM staged_concepts o
LEFT JOIN inventory.tmt_concepts c ON c.tmt_id = o.tmt_id
WHERE o.row_no = s.row_no
  AND s.outcome IS NULL;


-- Relations. A circle makes the whole hierarchy doubtful: peel off what has nothing below or nothing above
-- it until nothing more comes off; what is left goes round in a circle.

DO $$
DECLARE
    v_peeled    bigint;
    v_more      bigint;
    v_circle    text;
BEGIN
    CREATE TEMPORARY TABLE peeled_relations ON COMMIT DROP AS
    SELECT DISTINCT parent_tmt_id, child_tmt_id
    FROM staged_relations
    WHERE parent_tmt_id <> ''
      AND child_tmt_id <> '';
    ANALYZE peeled_relations;

    LOOP
        DELETE FROM peeled_relations p
        WHERE NOT EXISTS (SELECT FROM peeled_relations b WHERE b.parent_tmt_id = p.child_tmt_id);
        GET DIAGNOSTICS v_peeled = ROW_COUNT;
        DELETE FROM peeled_relations p
        WHERE NOT EXISTS (SELECT FROM peeled_relations a WHERE a.child_tmt_id = p.parent_tmt_id);
        GET DIAGNOSTICS v_more = ROW_COUNT;
        EXIT WHEN v_peeled + v_more = 0;
    END LOOP;

    SELECT string_agg(format('row %s: %s above %s', l.row_no, l.parent_tmt_id, l.child_tmt_id), E'\n' ORDER BY l.row_no)
    INTO v_circle
    FROM (
        SELECT s.*
        FROM staged_relations s
        JOIN peeled_relations p USING (parent_tmt_id, child_tmt_id)
        ORDER BY s.row_no
        LIMIT 10
    ) l;

    IF v_circle IS NOT NULL THEN
        RAISE EXCEPTION 'the hierarchy in tmt_relations.csv runs in a circle'
            USING DETAIL = v_circle,
                  HINT = 'Nothing is imported. Ask for a mended release, or take one of these rows out.';
    END IF;
END;
$$;

UPDATE staged_relations s
SET outcome = 'left out',
    reason = CASE
        WHEN o.parent_tmt_id = '' OR o.child_tmt_id = '' THEN 'an id is missing'
        WHEN p.tmt_id IS NULL THEN format('there is no concept %s', o.parent_tmt_id)
        WHEN c.tmt_id IS NULL THEN format('there is no concept %s', o.child_tmt_id)
        ELSE format('a %s can''t stand above a %s', p.tmt_level, c.tmt_level)
    END
FROM staged_relations o
LEFT JOIN known_concepts p ON p.tmt_id = o.parent_tmt_id
LEFT JOIN known_concepts c ON c.tmt_id = o.child_tmt_id
WHERE o.row_no = s.row_no
  AND (
      p.tmt_id IS NULL
      OR c.tmt_id IS NULL
      OR (p.tmt_level, c.tmt_level) NOT IN (
          ('SUBS', 'VTM'), ('VTM', 'GP'), ('GP', 'TP'), ('GP', 'GPU'), ('TP', 'TPU'), ('GPU', 'TPU'),
          ('GPU', 'GPP'), ('TPU', 'TPP'), ('GPP', 'TPP')
      )
  );

-- The row of the concept is there, but was left out itself: say so.
UPDATE staged_relations s
SET reason = format('its concept %s was left out', c.tmt_id)
FROM staged_concepts c
WHERE s.reason = format('there is no concept %s', c.tmt_id)
  AND c.outcome = 'left out';

UPDATE staged_relations s
SET outcome = 'left out',
    reason = format('says the same as row %s', d.first_row)
FROM (
    SELECT row_no, min(row_no) OVER (PARTITION BY parent_tmt_id, child_tmt_id) AS first_row
    FROM staged_relations
    WHERE outcome IS NULL
) d
WHERE d.row_no = s.row_no
  AND d.first_row < s.row_no;

UPDATE staged_relations s
SET outcome = CASE
        WHEN p.is_pack OR c.is_pack THEN 'not kept'
        WHEN r.parent_tmt_id IS NULL THEN 'added'
        ELSE 'unchanged'
    END
FROM staged_relations o
JOIN known_concepts p ON p.tmt_id = o.parent_tmt_id
JOIN known_concepts c ON c.tmt_id = o.child_tmt_id
LEFT JOIN inventory.tmt_relations r ON r.parent_tmt_id = o.parent_tmt_id AND r.child_tmt_id = o.child_tmt_id
WHERE o.row_no = s.row_no
  AND s.outcome IS NULL;


-- What is gone from a full release. A row that was left out still says that its concept exists.

CREATE TEMPORARY TABLE gone_concepts ON COMMIT DROP AS
SELECT c.tmt_id
FROM inventory.tmt_concepts c
CROSS JOIN import_run r
WHERE r.is_full
  AND NOT r.is_older
  AND c.retired_on IS NULL
  AND NOT EXISTS (SELECT FROM staged_concepts s WHERE s.tmt_id = c.tmt_id);

-- A retired concept keeps its place in the hierarchy: old documents still need its generic.
CREATE TEMPORARY TABLE gone_relations ON COMMIT DROP AS
SELECT t.parent_tmt_id, t.child_tmt_id
FROM inventory.tmt_relations t
CROSS JOIN import_run r
WHERE r.is_full
  AND NOT r.is_older
  AND EXISTS (SELECT FROM staged_concepts s WHERE s.tmt_id = t.parent_tmt_id)
  AND EXISTS (SELECT FROM staged_concepts s WHERE s.tmt_id = t.child_tmt_id)
  AND NOT EXISTS (
      SELECT
      FROM staged_relations s
      WHERE s.parent_tmt_id = t.parent_tmt_id
        AND s.child_tmt_id = t.child_tmt_id
  );

DO $$
DECLARE
    v_file      text;
    v_what      text;
    v_read      bigint;
    v_left_out  bigint;
    v_examples  text;
    v_gone      bigint;
    v_percent   numeric := COALESCE(NULLIF(current_setting('bailiwick.tmt_max_retired_percent', true), ''), '10');
BEGIN
    FOR v_file, v_read, v_left_out, v_examples IN
        SELECT
            s.file_name,
            count(*),
            count(*) FILTER (WHERE s.outcome = 'left out'),
            array_to_string(
                (array_agg(format('row %s: %s', s.row_no, s.reason) ORDER BY s.row_no)
                    FILTER (WHERE s.outcome = 'left out'))[1:10],
                E'\n'
            )
        FROM (
            SELECT 'tmt_concepts.csv' AS file_name, row_no, outcome, reason FROM staged_concepts
            UNION ALL
            SELECT 'tmt_relations.csv', row_no, outcome, reason FROM staged_relations
        ) s
        GROUP BY s.file_name
        ORDER BY s.file_name
    LOOP
        IF v_left_out * 2 > v_read THEN
            RAISE EXCEPTION '% of % rows of % can''t be taken', v_left_out, v_read, v_file
                USING DETAIL = v_examples,
                      HINT = 'Nothing is imported. Look whether this is the right file, with its columns in order.';
        END IF;
    END LOOP;

    FOR v_what, v_read, v_gone IN
        VALUES
            ('concepts', (SELECT count(*) FROM staged_concepts), (SELECT count(*) FROM gone_concepts)),
            ('relations', (SELECT count(*) FROM staged_relations), (SELECT count(*) FROM gone_relations))
    LOOP
        IF v_percent < 100 AND v_gone * 100 > v_percent * v_read THEN
            RAISE EXCEPTION 'this release of % % lacks % that are in use here', v_read, v_what, v_gone
                USING DETAIL = format(
                          'Where more than %s percent are missing, the files are taken for a part of a release.',
                          v_percent
                      ),
                      HINT = 'Nothing is imported. If the release is right: --set tmt_max_retired_percent=100; '
                          'if it is a part: without --set tmt_full=true.';
        END IF;
    END LOOP;
END;
$$;


-- Into the terminology. From here on an older release has no rows.

DELETE FROM staged_concepts WHERE (SELECT is_older FROM import_run);
DELETE FROM staged_relations WHERE (SELECT is_older FROM import_run);
DELETE FROM staged_drug_codes WHERE (SELECT is_older FROM import_run);

INSERT INTO inventory.tmt_concepts AS c (tmt_id, tmt_level, fully_specified_name, released_on)
SELECT tmt_id, tmt_level::inventory.tmt_level, fully_specified_name, first_release
FROM staged_concepts
WHERE outcome IN ('added', 'changed')
ON CONFLICT (tmt_id) DO UPDATE
SET fully_specified_name = EXCLUDED.fully_specified_name,
    released_on = EXCLUDED.released_on,
    retired_on = NULL
WHERE (c.fully_specified_name, c.released_on, c.retired_on)
    IS DISTINCT FROM (EXCLUDED.fully_specified_name, EXCLUDED.released_on, NULL::date);

UPDATE inventory.tmt_concepts c
SET retired_on = GREATEST(r.released_on, c.released_on)
FROM gone_concepts g
CROSS JOIN import_run r
WHERE g.tmt_id = c.tmt_id;

INSERT INTO inventory.tmt_relations (parent_tmt_id, child_tmt_id)
SELECT parent_tmt_id, child_tmt_id
FROM staged_relations
WHERE outcome = 'added'
ON CONFLICT (parent_tmt_id, child_tmt_id) DO NOTHING;

DELETE FROM inventory.tmt_relations t
USING gone_relations g
WHERE t.parent_tmt_id = g.parent_tmt_id
  AND t.child_tmt_id = g.child_tmt_id;


-- Our drugs. What a person has matched stays.

UPDATE staged_drug_codes
SET outcome = 'not kept'
WHERE drug_code LIKE 'SAMPLE-%'
  AND NOT COALESCE(NULLIF(current_setting('bailiwick.sample_drugs', true), ''), 'on')::boolean;

UPDATE staged_drug_codes s
SET drug_id = d.drug_id
FROM inventory.drugs d
WHERE d.code = s.drug_code;

UPDATE staged_drug_codes s
SET tmt_level = k.tmt_level
FROM known_concepts k
WHERE k.tmt_id = s.tmt_id;

UPDATE staged_drug_codes s
SET outcome = 'left out',
    reason = CASE
        WHEN o.drug_code = '' THEN 'the drug code is missing'
        WHEN o.drug_id IS NULL THEN format('there is no drug %s', o.drug_code)
        WHEN o.tmt_level IS NULL THEN format('there is no concept %s', o.tmt_id)
        ELSE format('concept %s was retired on %s', o.tmt_id, c.retired_on)
    END
FROM staged_drug_codes o
LEFT JOIN inventory.tmt_concepts c ON c.tmt_id = o.tmt_id
WHERE o.row_no = s.row_no
  AND o.outcome IS NULL
  AND (o.drug_id IS NULL OR o.tmt_level IS NULL OR c.retired_on IS NOT NULL);

UPDATE staged_drug_codes s
SET outcome = 'left out',
    reason = format('says the same as row %s', d.first_row)
FROM (
    SELECT row_no, min(row_no) OVER (PARTITION BY drug_id, tmt_id) AS first_row
    FROM staged_drug_codes
    WHERE outcome IS NULL
) d
WHERE d.row_no = s.row_no
  AND d.first_row < s.row_no;

UPDATE staged_drug_codes s
SET outcome = 'left out',
    reason = format('drug %s is given different codes of level %s', s.drug_code, d.tmt_level)
FROM (
    SELECT drug_id, tmt_level
    FROM staged_drug_codes
    WHERE outcome IS NULL
    GROUP BY drug_id, tmt_level
    HAVING count(*) > 1
) d
WHERE s.outcome IS NULL
  AND s.drug_id = d.drug_id
  AND s.tmt_level = d.tmt_level;

UPDATE staged_drug_codes s
SET outcome = CASE
        WHEN o.tmt_level IN ('GPP', 'TPP') THEN 'not kept'
        WHEN c.drug_id IS NULL THEN 'added'
        WHEN c.tmt_id = o.tmt_id THEN 'unchanged'
        WHEN c.matched_by IS NOT NULL THEN 'left out'
        ELSE 'changed'
    END,
    reason = CASE
        WHEN c.tmt_id <> o.tmt_id AND c.matched_by IS NOT NULL
            THEN format('a person has matched the drug with %s, which stays', c.tmt_id)
    END
FROM staged_drug_codes o
LEFT JOIN inventory.drug_tmt_codes c ON c.drug_id = o.drug_id AND c.tmt_level::text = o.tmt_level
WHERE o.row_no = s.row_no
  AND s.outcome IS NULL;

INSERT INTO inventory.drug_tmt_codes AS c (drug_id, tmt_level, tmt_id)
SELECT drug_id, tmt_level::inventory.tmt_level, tmt_id
FROM staged_drug_codes
WHERE outcome IN ('added', 'changed')
ON CONFLICT (drug_id, tmt_level) DO UPDATE
SET tmt_id = EXCLUDED.tmt_id,
    matched_at = now()
WHERE c.matched_by IS NULL
  AND c.tmt_id IS DISTINCT FROM EXCLUDED.tmt_id;

-- A generic that nobody has matched gets the GP of its drugs, where they agree on one.
UPDATE inventory.generics g
SET tmt_gp_id = m.tmt_id
FROM (
    SELECT d.generic_id, min(c.tmt_id) AS tmt_id
    FROM inventory.drug_tmt_codes c
    JOIN inventory.drugs d ON d.drug_id = c.drug_id
    JOIN inventory.tmt_concepts t ON t.tmt_id = c.tmt_id
    WHERE c.tmt_level = 'GP'
      AND t.retired_on IS NULL
    GROUP BY d.generic_id
    HAVING count(DISTINCT c.tmt_id) = 1
) m
WHERE m.generic_id = g.generic_id
  AND g.tmt_gp_id IS NULL
  AND NOT (SELECT is_older FROM import_run);


-- The report: as notices for the one who watches, and in tables unless nothing is new.

CREATE TEMPORARY TABLE import_files ON COMMIT DROP AS
SELECT
    f.position,
    f.file_name,
    count(s.outcome)::integer AS rows_read,
    count(*) FILTER (WHERE s.outcome = 'added')::integer AS rows_added,
    count(*) FILTER (WHERE s.outcome = 'changed')::integer AS rows_changed,
    count(*) FILTER (WHERE s.outcome = 'unchanged')::integer AS rows_unchanged,
    count(*) FILTER (WHERE s.outcome = 'not kept')::integer AS rows_not_kept,
    count(*) FILTER (WHERE s.outcome = 'left out')::integer AS rows_left_out,
    f.rows_gone::integer
FROM (
    VALUES
        ('tmt_concepts.csv',   1, (SELECT count(*) FROM gone_concepts)),
        ('tmt_relations.csv',  2, (SELECT count(*) FROM gone_relations)),
        ('tmt_drug_codes.csv', 3, 0)
) AS f (file_name, position, rows_gone)
LEFT JOIN (
    SELECT 'tmt_concepts.csv' AS file_name, outcome FROM staged_concepts
    UNION ALL
    SELECT 'tmt_relations.csv', outcome FROM staged_relations
    UNION ALL
    SELECT 'tmt_drug_codes.csv', outcome FROM staged_drug_codes
) s ON s.file_name = f.file_name
GROUP BY f.position, f.file_name, f.rows_gone;

CREATE TEMPORARY TABLE import_rejects ON COMMIT DROP AS
SELECT 'tmt_concepts.csv' AS file_name, row_no, content, reason FROM staged_concepts WHERE outcome = 'left out'
UNION ALL
SELECT 'tmt_relations.csv', row_no, content, reason FROM staged_relations WHERE outcome = 'left out'
UNION ALL
SELECT 'tmt_drug_codes.csv', row_no, content, reason FROM staged_drug_codes WHERE outcome = 'left out';

DO $$
DECLARE
    v_run       record;
    v_line      record;
    v_import_id bigint;
    v_shown     CONSTANT integer := 20;
BEGIN
    SELECT * INTO STRICT v_run FROM import_run;
    IF v_run.is_older THEN
        RAISE NOTICE 'TMT release of %: older than that of %, which was imported here; nothing is changed',
            v_run.released_on, v_run.last_released_on;
        RETURN;
    END IF;

    RAISE NOTICE 'TMT release of %, %', v_run.released_on,
        CASE WHEN v_run.is_full THEN 'full' ELSE 'not full: nothing is retired' END;
    RAISE NOTICE '%', format('%-20s%8s%8s%9s%11s%10s%10s%8s',
        'file', 'read', 'added', 'changed', 'unchanged', 'not kept', 'left out', 'gone');
    FOR v_line IN SELECT * FROM import_files ORDER BY position LOOP
        RAISE NOTICE '%', format('%-20s%8s%8s%9s%11s%10s%10s%8s',
            v_line.file_name, v_line.rows_read, v_line.rows_added, v_line.rows_changed, v_line.rows_unchanged,
            v_line.rows_not_kept, v_line.rows_left_out, v_line.rows_gone);
    END LOOP;

    FOR v_line IN
        SELECT tmt_level, count(*) AS concepts
        FROM staged_concepts
        WHERE outcome = 'not kept'
        GROUP BY tmt_level
        ORDER BY tmt_level
    LOOP
        RAISE NOTICE 'not kept: % concepts of the pack level %', v_line.concepts, v_line.tmt_level;
    END LOOP;

    FOR v_line IN
        SELECT
            l.*,
            row_number() OVER (PARTITION BY l.file_name ORDER BY l.first_row) AS line_no
        FROM (
            SELECT
                file_name,
                reason,
                min(row_no) AS first_row,
                CASE WHEN count(*) > 1 THEN 'rows ' ELSE 'row ' END
                    || string_agg(row_no::text, ', ' ORDER BY row_no) FILTER (WHERE place <= 5)
                    || CASE WHEN count(*) > 5 THEN format(' and %s more', count(*) - 5) ELSE '' END AS rows
            FROM (
                SELECT r.*, row_number() OVER (PARTITION BY file_name, reason ORDER BY row_no) AS place
                FROM import_rejects r
            ) placed
            GROUP BY file_name, reason
        ) l
        JOIN import_files f ON f.file_name = l.file_name
        ORDER BY f.position, l.first_row
    LOOP
        IF v_line.line_no <= v_shown THEN
            RAISE WARNING 'left out: % %: %', v_line.file_name, v_line.rows, v_line.reason;
        ELSIF v_line.line_no = v_shown + 1 THEN
            RAISE WARNING 'left out: more rows of %, all of them in inventory.tmt_import_rejects', v_line.file_name;
        END IF;
    END LOOP;

    FOR v_line IN
        SELECT
            c.tmt_id,
            c.fully_specified_name,
            row_number() OVER (ORDER BY c.tmt_id) AS line_no,
            count(*) OVER () AS lines
        FROM inventory.tmt_concepts c
        WHERE c.tmt_level <> 'SUBS'
          AND c.retired_on IS NULL
          AND NOT EXISTS (SELECT FROM inventory.tmt_relations r WHERE r.child_tmt_id = c.tmt_id)
        ORDER BY c.tmt_id
        LIMIT v_shown
    LOOP
        RAISE WARNING 'without a parent: % %', v_line.tmt_id, v_line.fully_specified_name;
        IF v_line.line_no = v_shown AND v_line.lines > v_shown THEN
            RAISE WARNING 'without a parent: % more', v_line.lines - v_shown;
        END IF;
    END LOOP;

    FOR v_line IN
        SELECT
            d.code,
            string_agg(format('%s %s', t.tmt_level, t.tmt_id), ', ' ORDER BY t.tmt_level) AS codes,
            max(t.retired_on) AS retired_on,
            row_number() OVER (ORDER BY d.code) AS line_no,
            count(*) OVER () AS lines
        FROM inventory.drug_tmt_codes c
        JOIN inventory.drugs d ON d.drug_id = c.drug_id
        JOIN inventory.tmt_concepts t ON t.tmt_id = c.tmt_id
        WHERE d.is_active
          AND t.retired_on IS NOT NULL
        GROUP BY d.code
        ORDER BY d.code
        LIMIT v_shown
    LOOP
        RAISE WARNING 'drug % needs new codes: % retired on %', v_line.code, v_line.codes, v_line.retired_on;
        IF v_line.line_no = v_shown AND v_line.lines > v_shown THEN
            RAISE WARNING '% more drugs need new codes', v_line.lines - v_shown;
        END IF;
    END LOOP;

    -- The same release again, nothing changed, the same rows left out: the last report still says it all.
    IF v_run.released_on = v_run.last_released_on
        AND v_run.is_full <= v_run.last_is_full
        AND NOT EXISTS (SELECT FROM import_files WHERE rows_added + rows_changed + rows_gone > 0)
        AND NOT EXISTS (
            (SELECT file_name, rows_read, rows_left_out FROM import_files)
            EXCEPT
            (SELECT file_name, rows_read, rows_left_out
             FROM inventory.tmt_import_files
             WHERE tmt_import_id = v_run.last_import_id)
        )
        AND NOT EXISTS (
            (SELECT file_name, row_no, content, reason FROM import_rejects)
            EXCEPT
            (SELECT file_name, row_no, content, reason
             FROM inventory.tmt_import_rejects
             WHERE tmt_import_id = v_run.last_import_id)
        )
    THEN
        RAISE NOTICE 'nothing has changed since import %', v_run.last_import_id;
        RETURN;
    END IF;

    INSERT INTO inventory.tmt_imports (released_on, is_full)
    VALUES (v_run.released_on, v_run.is_full)
    RETURNING tmt_import_id INTO v_import_id;

    INSERT INTO inventory.tmt_import_files (
        tmt_import_id, file_name, rows_read, rows_added, rows_changed, rows_unchanged, rows_not_kept, rows_left_out,
        rows_gone
    )
    SELECT
        v_import_id, file_name, rows_read, rows_added, rows_changed, rows_unchanged, rows_not_kept, rows_left_out,
        rows_gone
    FROM import_files;

    INSERT INTO inventory.tmt_import_rejects (tmt_import_id, file_name, row_no, content, reason)
    SELECT v_import_id, file_name, row_no, content, reason
    FROM import_rejects;

    RAISE NOTICE 'recorded as import % in inventory.tmt_imports', v_import_id;
END;
$$;
