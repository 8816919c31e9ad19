-- Who did what to which record, and when. Written by the application in the same transaction as
-- the change itself.

-- migrate:up
CREATE TABLE public.audit_events (
    audit_event_id  bigint       GENERATED ALWAYS AS IDENTITY,
    occurred_at     timestamptz  NOT NULL DEFAULT clock_timestamp(),
    actor_id        uuid,
    action          varchar(80)  NOT NULL,
    target_schema   varchar(63)  NOT NULL,
    target_table    varchar(63)  NOT NULL,
    target_key      text         NOT NULL,
    details         jsonb        NOT NULL DEFAULT '{}',
    client_address  inet,

    CONSTRAINT audit_events_pkey PRIMARY KEY (audit_event_id),
    -- Not SET NULL: that would be an update of the trail. Users are made inactive, not deleted.
    CONSTRAINT audit_events_actor_id_fkey FOREIGN KEY (actor_id)
        REFERENCES public.users (user_id) ON DELETE RESTRICT,
    CONSTRAINT audit_events_action_check CHECK (btrim(action) <> ''),
    CONSTRAINT audit_events_details_check CHECK (jsonb_typeof(details) = 'object')
);

CREATE INDEX audit_events_occurred_at_idx ON public.audit_events (occurred_at);
CREATE INDEX audit_events_actor_id_idx ON public.audit_events (actor_id, occurred_at);
CREATE INDEX audit_events_target_idx ON public.audit_events (target_schema, target_table, target_key);

COMMENT ON TABLE public.audit_events IS 'Audit trail: who did what to which record, and when.';
COMMENT ON COLUMN public.audit_events.actor_id IS 'Who acted; null for scheduled jobs.';
COMMENT ON COLUMN public.audit_events.action IS 'What was done, such as inventory.receipts.post.';
COMMENT ON COLUMN public.audit_events.target_key IS
    'Primary key of the record as text; parts joined by commas.';
COMMENT ON COLUMN public.audit_events.details IS 'What changed. No patient data and no secrets in here.';

-- migrate:down
DROP TABLE public.audit_events;
