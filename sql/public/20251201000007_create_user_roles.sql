-- Which user holds which role, since when, given by whom and, for locums, until when.

-- migrate:up
CREATE TABLE public.user_roles (
    user_id         uuid         NOT NULL,
    role_id         uuid         NOT NULL,
    granted_by      uuid,
    granted_at      timestamptz  NOT NULL DEFAULT now(),
    expires_at      timestamptz,

    CONSTRAINT user_roles_pkey PRIMARY KEY (user_id, role_id),
    CONSTRAINT user_roles_user_id_fkey FOREIGN KEY (user_id)
        REFERENCES public.users (user_id) ON DELETE CASCADE,
    CONSTRAINT user_roles_role_id_fkey FOREIGN KEY (role_id)
        REFERENCES public.roles (role_id) ON DELETE RESTRICT,
    CONSTRAINT user_roles_granted_by_fkey FOREIGN KEY (granted_by)
        REFERENCES public.users (user_id) ON DELETE SET NULL,
    CONSTRAINT user_roles_expires_at_check CHECK (expires_at > granted_at)
);

CREATE INDEX user_roles_role_id_idx ON public.user_roles (role_id);
CREATE INDEX user_roles_granted_by_idx ON public.user_roles (granted_by);

COMMENT ON TABLE public.user_roles IS 'Which user holds which role.';
COMMENT ON COLUMN public.user_roles.granted_by IS
    'Who handed out the role; null for the first administrator.';
COMMENT ON COLUMN public.user_roles.expires_at IS
    'The role stops counting at this moment; null for no end.';

-- migrate:down
DROP TABLE public.user_roles;
