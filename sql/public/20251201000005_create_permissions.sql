-- Permissions: the single things that a program asks about before it lets somebody act.

-- migrate:up
CREATE TABLE public.permissions (
    permission_id   uuid         NOT NULL DEFAULT gen_random_uuid(),
    code            varchar(80)  NOT NULL,
    domain          varchar(63)  GENERATED ALWAYS AS (split_part(code::text, '.', 1)) STORED,
    description     text         NOT NULL DEFAULT '',
    is_system       boolean      NOT NULL DEFAULT false,
    created_at      timestamptz  NOT NULL DEFAULT now(),
    updated_at      timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT permissions_pkey PRIMARY KEY (permission_id),
    CONSTRAINT permissions_code_key UNIQUE (code),
    CONSTRAINT permissions_code_check CHECK (code ~ '^[a-z_]+\.[a-z_]+\.[a-z_]+$')
);

CREATE INDEX permissions_domain_idx ON public.permissions (domain);

CREATE TRIGGER permissions_set_updated_at
    BEFORE UPDATE ON public.permissions
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON TABLE public.permissions IS 'Single rights, named domain.thing.action.';
COMMENT ON COLUMN public.permissions.code IS 'For example inventory.receipts.post.';
COMMENT ON COLUMN public.permissions.domain IS
    'First part of the code: the schema that the right is about.';
COMMENT ON COLUMN public.permissions.is_system IS 'True for permissions that come with the product.';

-- migrate:down
DROP TABLE public.permissions;
