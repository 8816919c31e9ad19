-- Nobody rewrites the audit trail by accident: updates, deletes and TRUNCATE fail. A table owner can
-- still disable the triggers; what a DBA does is for the server's own log to show.

-- migrate:up
CREATE FUNCTION public.refuse_audit_change() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only: % refused', lower(TG_OP)
        USING ERRCODE = 'insufficient_privilege';
END;
$$;

CREATE TRIGGER audit_events_refuse_change
    BEFORE UPDATE OR DELETE ON public.audit_events
    FOR EACH ROW EXECUTE FUNCTION public.refuse_audit_change();

CREATE TRIGGER audit_events_refuse_truncate
    BEFORE TRUNCATE ON public.audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_audit_change();

COMMENT ON FUNCTION public.refuse_audit_change() IS 'Trigger: makes public.audit_events append-only.';

-- migrate:down
DROP TRIGGER audit_events_refuse_truncate ON public.audit_events;
DROP TRIGGER audit_events_refuse_change ON public.audit_events;
DROP FUNCTION public.refuse_audit_change();
