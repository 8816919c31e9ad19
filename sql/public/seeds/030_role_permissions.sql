-- What each system role may do out of the box. Existing rows stay as they are: a hospital takes a
-- permission away by is_granted = false, and this file then leaves it taken away.

INSERT INTO public.role_permissions (role_id, permission_id)
SELECT r.role_id, p.permission_id
FROM (
    VALUES
        ('system_admin',    'public.users.read'),
        ('system_admin',    'public.users.manage'),
        ('system_admin',    'public.settings.manage'),
        ('system_admin',    'public.audit_events.read'),

        ('pharmacist',      'inventory.drugs.read'),
        ('pharmacist',      'inventory.drugs.manage'),
        ('pharmacist',      'inventory.stock.read'),
        ('pharmacist',      'inventory.receipts.post'),
        ('pharmacist',      'inventory.distributions.post'),
        ('pharmacist',      'inventory.returns.post'),
        ('pharmacist',      'inventory.stock.adjust'),
        ('pharmacist',      'inventory.purchases.read'),
        ('pharmacist',      'inventory.budgets.read'),

        ('storekeeper',     'inventory.drugs.read'),
        ('storekeeper',     'inventory.stock.read'),
        ('storekeeper',     'inventory.receipts.post'),
        ('storekeeper',     'inventory.distributions.post'),
        ('storekeeper',     'inventory.returns.post'),

        ('purchaser',       'inventory.drugs.read'),
        ('purchaser',       'inventory.stock.read'),
        ('purchaser',       'inventory.purchases.read'),
        ('purchaser',       'inventory.purchases.manage'),
        ('purchaser',       'inventory.budgets.read'),

        ('finance_officer', 'inventory.purchases.read'),
        ('finance_officer', 'inventory.purchases.approve'),
        ('finance_officer', 'inventory.budgets.read'),
        ('finance_officer', 'inventory.budgets.manage'),
        ('finance_officer', 'inventory.budget_requests.approve'),

        ('department_head', 'inventory.drugs.read'),
        ('department_head', 'inventory.budgets.read'),
        ('department_head', 'inventory.budget_requests.submit'),

        ('auditor',         'public.users.read'),
        ('auditor',         'public.audit_events.read'),
        ('auditor',         'inventory.drugs.read'),
        ('auditor',         'inventory.stock.read'),
        ('auditor',         'inventory.purchases.read'),
        ('auditor',         'inventory.budgets.read')
) AS grants (role_code, permission_code)
JOIN public.roles r ON r.code = grants.role_code
JOIN public.permissions p ON p.code = grants.permission_code
ON CONFLICT (role_id, permission_id) DO NOTHING;
