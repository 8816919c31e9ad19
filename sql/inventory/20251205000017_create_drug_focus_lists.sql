-- Focus lists: drugs that somebody watches for a while, such as antibiotics or drugs in short supply.

-- migrate:up
CREATE TABLE inventory.drug_focus_lists (
    drug_focus_list_id  bigint       GENERATED ALWAYS AS IDENTITY,
    code                varchar(20)  NOT NULL,
    name_th             text         NOT NULL,
    name_en             text,
    purpose             text         NOT NULL DEFAULT '',
    watched_during      daterange    NOT NULL DEFAULT '[,)',
    created_by          uuid,
    created_at          timestamptz  NOT NULL DEFAULT now(),
    updated_at          timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT drug_focus_lists_pkey PRIMARY KEY (drug_focus_list_id),
    CONSTRAINT drug_focus_lists_code_key UNIQUE (code),
    CONSTRAINT drug_focus_lists_created_by_fkey FOREIGN KEY (created_by)
        REFERENCES public.users (user_id) ON DELETE SET NULL,
    CONSTRAINT drug_focus_lists_watched_during_check CHECK (NOT isempty(watched_during))
);

COMMENT ON TABLE inventory.drug_focus_lists IS 'Lists of drugs under special watch / บัญชียาเฝ้าระวัง';
COMMENT ON COLUMN inventory.drug_focus_lists.watched_during IS
    'Days of the watch; open ends mean no limit.';

CREATE TABLE inventory.drug_focus_list_items (
    drug_focus_list_id  bigint       NOT NULL,
    generic_id          bigint       NOT NULL,
    note                text,
    added_at            timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT drug_focus_list_items_pkey PRIMARY KEY (drug_focus_list_id, generic_id),
    CONSTRAINT drug_focus_list_items_drug_focus_list_id_fkey FOREIGN KEY (drug_focus_list_id)
        REFERENCES inventory.drug_focus_lists (drug_focus_list_id) ON DELETE CASCADE,
    CONSTRAINT drug_focus_list_items_generic_id_fkey FOREIGN KEY (generic_id)
        REFERENCES inventory.generics (generic_id) ON DELETE CASCADE
);

COMMENT ON TABLE inventory.drug_focus_list_items IS
    'Generics on a focus list; every trade product of a generic is watched with it.';

-- migrate:down
DROP TABLE inventory.drug_focus_list_items;
DROP TABLE inventory.drug_focus_lists;
