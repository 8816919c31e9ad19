-- People who use the system. Who they are is proved elsewhere (the hospital's identity provider);
-- this table holds no passwords and must never get any.

-- migrate:up
CREATE TABLE public.users (
    user_id             uuid         NOT NULL DEFAULT gen_random_uuid(),
    username            varchar(64)  NOT NULL,
    email               text,
    display_name_th     text         NOT NULL,
    display_name_en     text,
    department_id       bigint,
    identity_subject    text,
    is_active           boolean      NOT NULL DEFAULT true,
    last_login_at       timestamptz,
    created_at          timestamptz  NOT NULL DEFAULT now(),
    updated_at          timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT users_pkey PRIMARY KEY (user_id),
    CONSTRAINT users_identity_subject_key UNIQUE (identity_subject),
    CONSTRAINT users_department_id_fkey FOREIGN KEY (department_id)
        REFERENCES public.departments (department_id) ON DELETE RESTRICT,
    CONSTRAINT users_username_check CHECK (username ~ '^[A-Za-z0-9][A-Za-z0-9._-]*$'),
    CONSTRAINT users_email_check CHECK (email LIKE '_%@_%'),
    CONSTRAINT users_display_name_th_check CHECK (btrim(display_name_th) <> '')
);

-- Names and addresses are unique whatever their case.
CREATE UNIQUE INDEX users_username_lower_key ON public.users (lower(username));
CREATE UNIQUE INDEX users_email_lower_key ON public.users (lower(email));
CREATE INDEX users_department_id_idx ON public.users (department_id);

CREATE TRIGGER users_set_updated_at
    BEFORE UPDATE ON public.users
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON TABLE public.users IS
    'People who use the system. Somebody who leaves is made inactive, not deleted: documents name them.';
COMMENT ON COLUMN public.users.department_id IS
    'Home department; null for staff of no single department.';
COMMENT ON COLUMN public.users.identity_subject IS
    'The identity provider''s own id of this person; null until the first login.';
COMMENT ON COLUMN public.users.is_active IS 'False: may not log in and holds no permissions.';

-- migrate:down
DROP TABLE public.users;
