-- A department sees and changes only its own cupboard. After it has logged a user in, the application says
-- whose rows they may see: SET LOCAL inventory.department = '17', or 'all' for the pharmacy. Nothing said,
-- nothing seen.
--
-- This guards against a forgotten WHERE, not against somebody who may send any SQL: they can set it too.
-- It does not hold for the owner of the table, nor for a view on it, which reads with its owner's rights
-- (unless security_invoker is set, from PostgreSQL 15 on). So no view reads this table.

-- migrate:up
CREATE FUNCTION inventory.sees_department(p_department_id bigint) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT COALESCE(current_setting('inventory.department', true) IN ('all', p_department_id::text), false);
END;

COMMENT ON FUNCTION inventory.sees_department(bigint) IS
    'Whether the setting inventory.department lets this session see the department.';

ALTER TABLE inventory.department_stocks ENABLE ROW LEVEL SECURITY;

CREATE POLICY department_stocks_own_department ON inventory.department_stocks
    FOR ALL
    USING (inventory.sees_department(department_id))
    WITH CHECK (inventory.sees_department(department_id));

COMMENT ON POLICY department_stocks_own_department ON inventory.department_stocks IS
    'Rows of the department that the session works for.';

-- migrate:down
DROP POLICY department_stocks_own_department ON inventory.department_stocks;
ALTER TABLE inventory.department_stocks DISABLE ROW LEVEL SECURITY;
DROP FUNCTION inventory.sees_department(bigint);
