-- Which role holds which permission. A row with is_granted = false says that the hospital took the
-- permission away on purpose, so that seeding again does not hand it back.

-- migrate:up
CREATE TABLE public.role_permissions (
    role_id         uuid         NOT NULL,
    permission_id   uuid         NOT NULL,
    is_granted      boolean      NOT NULL DEFAULT true,
    created_at      timestamptz  NOT NULL DEFAULT now(),
    updated_at      timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT role_permissions_pkey PRIMARY KEY (role_id, permission_id),
    CONSTRAINT role_permissions_role_id_fkey FOREIGN KEY (role_id)
        REFERENCES public.roles (role_id) ON DELETE CASCADE,
    CONSTRAINT role_permissions_permission_id_fkey FOREIGN KEY (permission_id)
        REFERENCES public.permissions (permission_id) ON DELETE CASCADE
);

CREATE INDEX role_permissions_permission_id_idx ON public.role_permissions (permission_id);

CREATE TRIGGER role_permissions_set_updated_at
    BEFORE UPDATE ON public.role_permissions
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON TABLE public.role_permissions IS 'Which role holds which permission.';
COMMENT ON COLUMN public.role_permissions.is_granted IS
    'False: taken away on purpose. Do not delete such a row, or the next seeding grants it again.';

-- migrate:down
DROP TABLE public.role_permissions;
