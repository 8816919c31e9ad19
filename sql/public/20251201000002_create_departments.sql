-- The hospital's departments and wards. A lookup that every domain may point at.

-- migrate:up
CREATE TABLE public.departments (
    department_id   bigint       GENERATED ALWAYS AS IDENTITY,
    code            varchar(20)  NOT NULL,
    name_th         text         NOT NULL,
    name_en         text,
    parent_id       bigint,
    is_active       boolean      NOT NULL DEFAULT true,
    created_at      timestamptz  NOT NULL DEFAULT now(),
    updated_at      timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT departments_pkey PRIMARY KEY (department_id),
    CONSTRAINT departments_code_key UNIQUE (code),
    CONSTRAINT departments_parent_id_fkey FOREIGN KEY (parent_id)
        REFERENCES public.departments (department_id) ON DELETE RESTRICT,
    CONSTRAINT departments_code_check CHECK (code ~ '^[A-Z0-9][A-Z0-9_-]*$'),
    CONSTRAINT departments_name_th_check CHECK (btrim(name_th) <> ''),
    CONSTRAINT departments_parent_id_check CHECK (parent_id <> department_id)
);

CREATE INDEX departments_parent_id_idx ON public.departments (parent_id);

CREATE TRIGGER departments_set_updated_at
    BEFORE UPDATE ON public.departments
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON TABLE public.departments IS 'Departments and wards of the hospital, as a tree.';
COMMENT ON COLUMN public.departments.code IS 'Short code as printed on forms, such as PHARM or WARD-3A.';
COMMENT ON COLUMN public.departments.parent_id IS 'The department above this one; null at the top.';
COMMENT ON COLUMN public.departments.is_active IS
    'False once a department is closed. Rows stay, because old documents name them.';

-- migrate:down
DROP TABLE public.departments;
