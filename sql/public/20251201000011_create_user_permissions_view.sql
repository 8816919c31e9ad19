-- What each user may do right now: the one place where active users, roles, grants and expiry meet.

-- migrate:up
CREATE VIEW public.v_user_permissions AS
SELECT DISTINCT
    u.user_id,
    u.username,
    p.code AS permission_code
FROM public.users u
JOIN public.user_roles ur ON ur.user_id = u.user_id
JOIN public.roles r ON r.role_id = ur.role_id
JOIN public.role_permissions rp ON rp.role_id = r.role_id
JOIN public.permissions p ON p.permission_id = rp.permission_id
WHERE u.is_active
  AND r.is_active
  AND rp.is_granted
  AND (ur.expires_at IS NULL OR ur.expires_at > now());

COMMENT ON VIEW public.v_user_permissions IS
    'Permissions that each active user holds now, through any active role that has not expired.';

CREATE FUNCTION public.has_permission(p_user_id uuid, p_permission_code text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT EXISTS (
        SELECT
        FROM public.v_user_permissions up
        WHERE up.user_id = p_user_id
          AND up.permission_code = p_permission_code
    );
END;

COMMENT ON FUNCTION public.has_permission(uuid, text) IS
    'Whether the user holds the permission now. Unknown users and unknown permissions give false.';

-- migrate:down
DROP FUNCTION public.has_permission(uuid, text);
DROP VIEW public.v_user_permissions;
