-- Places where drugs lie, from the central store down to a shelf.

-- migrate:up
CREATE TABLE inventory.locations (
    location_id     bigint                      GENERATED ALWAYS AS IDENTITY,
    code            varchar(20)                 NOT NULL,
    name_th         text                        NOT NULL,
    name_en         text,
    location_type   inventory.location_type     NOT NULL,
    department_id   bigint                      NOT NULL,
    parent_id       bigint,
    celsius         numrange,
    is_active       boolean                     NOT NULL DEFAULT true,
    created_at      timestamptz                 NOT NULL DEFAULT now(),
    updated_at      timestamptz                 NOT NULL DEFAULT now(),

    CONSTRAINT locations_pkey PRIMARY KEY (location_id),
    CONSTRAINT locations_code_key UNIQUE (code),
    CONSTRAINT locations_department_id_fkey FOREIGN KEY (department_id)
        REFERENCES public.departments (department_id) ON DELETE RESTRICT,
    CONSTRAINT locations_parent_id_fkey FOREIGN KEY (parent_id)
        REFERENCES inventory.locations (location_id) ON DELETE RESTRICT,
    CONSTRAINT locations_parent_id_check CHECK (parent_id <> location_id),
    CONSTRAINT locations_celsius_check CHECK (location_type <> 'COLD_ROOM' OR celsius IS NOT NULL)
);

COMMENT ON TABLE inventory.locations IS 'Places where drugs lie / สถานที่เก็บยา';
COMMENT ON COLUMN inventory.locations.department_id IS 'Department that answers for the place.';
COMMENT ON COLUMN inventory.locations.parent_id IS 'The place around this one; null at the top.';
COMMENT ON COLUMN inventory.locations.celsius IS
    'Allowed temperature, such as [2,8]; a cold room must have one.';

-- migrate:down
DROP TABLE inventory.locations;
