-- Dosage forms: tablet, capsule, injection, syrup and so on.

-- migrate:up
CREATE TABLE inventory.dosage_forms (
    dosage_form_id  bigint       GENERATED ALWAYS AS IDENTITY,
    code            varchar(20)  NOT NULL,
    name_th         text         NOT NULL,
    name_en         text         NOT NULL,
    is_sterile      boolean      NOT NULL DEFAULT false,
    is_active       boolean      NOT NULL DEFAULT true,
    created_at      timestamptz  NOT NULL DEFAULT now(),
    updated_at      timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT dosage_forms_pkey PRIMARY KEY (dosage_form_id),
    CONSTRAINT dosage_forms_code_key UNIQUE (code),
    CONSTRAINT dosage_forms_code_check CHECK (code ~ '^[A-Z0-9_-]+$')
);

COMMENT ON TABLE inventory.dosage_forms IS 'Dosage forms / รูปแบบยา';
COMMENT ON COLUMN inventory.dosage_forms.code IS 'Short code, such as TAB or INJ.';
COMMENT ON COLUMN inventory.dosage_forms.is_sterile IS 'True for injections, eye drops and the like.';

-- migrate:down
DROP TABLE inventory.dosage_forms;
