-- The Thai Medicines Terminology (TMT), loaded from its monthly release, and how its concepts hang
-- together: SUBS - VTM - GP - TP, and GPU and TPU with the unit of use.

-- migrate:up
CREATE TABLE inventory.tmt_concepts (
    tmt_id                  varchar(12)           NOT NULL,
    tmt_level               inventory.tmt_level   NOT NULL,
    fully_specified_name    text                  NOT NULL,
    released_on             date                  NOT NULL,
    retired_on              date,

    CONSTRAINT tmt_concepts_pkey PRIMARY KEY (tmt_id),
    -- The target of foreign keys that insist on a level.
    CONSTRAINT tmt_concepts_tmt_id_tmt_level_key UNIQUE (tmt_id, tmt_level),
    CONSTRAINT tmt_concepts_tmt_id_check CHECK (tmt_id ~ '^[0-9]+$'),
    CONSTRAINT tmt_concepts_retired_on_check CHECK (retired_on >= released_on)
);

COMMENT ON TABLE inventory.tmt_concepts IS 'Concepts of the Thai Medicines Terminology / รหัสยา TMT';
COMMENT ON COLUMN inventory.tmt_concepts.tmt_id IS 'The TMTID: digits only, unique over all levels.';
COMMENT ON COLUMN inventory.tmt_concepts.fully_specified_name IS 'The FSN, as released.';
COMMENT ON COLUMN inventory.tmt_concepts.released_on IS 'Release in which the concept first appeared.';
COMMENT ON COLUMN inventory.tmt_concepts.retired_on IS 'Release that withdrew it; null while in use.';

CREATE TABLE inventory.tmt_relations (
    parent_tmt_id   varchar(12)  NOT NULL,
    child_tmt_id    varchar(12)  NOT NULL,

    CONSTRAINT tmt_relations_pkey PRIMARY KEY (parent_tmt_id, child_tmt_id),
    CONSTRAINT tmt_relations_parent_tmt_id_fkey FOREIGN KEY (parent_tmt_id)
        REFERENCES inventory.tmt_concepts (tmt_id) ON DELETE CASCADE,
    CONSTRAINT tmt_relations_child_tmt_id_fkey FOREIGN KEY (child_tmt_id)
        REFERENCES inventory.tmt_concepts (tmt_id) ON DELETE CASCADE,
    CONSTRAINT tmt_relations_child_tmt_id_check CHECK (child_tmt_id <> parent_tmt_id)
);

COMMENT ON TABLE inventory.tmt_relations IS
    'Edges of the terminology: the parent is the more general concept, such as the GP of a TP.';

-- migrate:down
DROP TABLE inventory.tmt_relations;
DROP TABLE inventory.tmt_concepts;
