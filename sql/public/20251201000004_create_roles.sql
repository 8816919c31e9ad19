-- Roles: bundles of permissions that are handed to users.

-- migrate:up
CREATE TABLE public.roles (
    role_id         uuid         NOT NULL DEFAULT gen_random_uuid(),
    code            varchar(40)  NOT NULL,
    name_th         text         NOT NULL,
    name_en         text         NOT NULL,
    description     text         NOT NULL DEFAULT '',
    is_system       boolean      NOT NULL DEFAULT false,
    is_active       boolean      NOT NULL DEFAULT true,
    created_at      timestamptz  NOT NULL DEFAULT now(),
    updated_at      timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT roles_pkey PRIMARY KEY (role_id),
    CONSTRAINT roles_code_key UNIQUE (code),
    CONSTRAINT roles_code_check CHECK (code ~ '^[a-z][a-z0-9_]*$')
);

CREATE TRIGGER roles_set_updated_at
    BEFORE UPDATE ON public.roles
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON TABLE public.roles IS 'Bundles of permissions that are handed to users.';
COMMENT ON COLUMN public.roles.code IS 'Stable name that programs and seeds use; never changed.';
COMMENT ON COLUMN public.roles.is_system IS
    'True for roles that come with the product; false for those a hospital adds.';
COMMENT ON COLUMN public.roles.is_active IS 'A hospital that does not use a role sets this to false.';

-- migrate:down
DROP TABLE public.roles;
