-- Settings that a hospital changes while the system runs. Not a place for secrets: every
-- user of the application may read this table.

-- migrate:up
CREATE TABLE public.settings (
    setting_key     varchar(100) NOT NULL,
    setting_value   jsonb        NOT NULL,
    description     text         NOT NULL,
    updated_by      uuid,
    created_at      timestamptz  NOT NULL DEFAULT now(),
    updated_at      timestamptz  NOT NULL DEFAULT now(),

    CONSTRAINT settings_pkey PRIMARY KEY (setting_key),
    CONSTRAINT settings_updated_by_fkey FOREIGN KEY (updated_by)
        REFERENCES public.users (user_id) ON DELETE SET NULL,
    CONSTRAINT settings_setting_key_check CHECK (setting_key ~ '^[a-z_]+(\.[a-z_]+)+$')
);

CREATE INDEX settings_updated_by_idx ON public.settings (updated_by);

CREATE TRIGGER settings_set_updated_at
    BEFORE UPDATE ON public.settings
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON TABLE public.settings IS
    'Settings that a hospital changes while the system runs. No secrets.';
COMMENT ON COLUMN public.settings.setting_key IS
    'Dotted name, domain first, such as inventory.expiry_warning_days.';
COMMENT ON COLUMN public.settings.setting_value IS
    'A JSON value: number, text, true/false, list or object.';

-- migrate:down
DROP TABLE public.settings;
