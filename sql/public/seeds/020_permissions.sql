-- Permissions that the programs ask about. Idempotent: adds what is missing and brings the
-- description of system permissions up to date.

INSERT INTO public.permissions AS p (code, description, is_system)
VALUES
    ('public.users.read',                 'See users and their roles',                     true),
    ('public.users.manage',               'Add users, make them inactive, hand out roles', true),
    ('public.settings.manage',            'Change settings',                               true),
    ('public.audit_events.read',          'Read the audit trail',                          true),
    ('inventory.drugs.read',              'See the drug catalogue and prices',             true),
    ('inventory.drugs.manage',            'Change the drug catalogue and prices',          true),
    ('inventory.stock.read',              'See stock, lots and the stock ledger',          true),
    ('inventory.receipts.post',           'Record and post receipts',                      true),
    ('inventory.distributions.post',      'Record and post distributions',                 true),
    ('inventory.returns.post',            'Record and post returns',                       true),
    ('inventory.stock.adjust',            'Correct stock after a count',                   true),
    ('inventory.purchases.read',          'See purchase requests, orders and contracts',   true),
    ('inventory.purchases.manage',        'Write purchase requests, orders and contracts', true),
    ('inventory.purchases.approve',       'Approve purchase requests and orders',          true),
    ('inventory.budgets.read',            'See budgets and budget plans',                  true),
    ('inventory.budgets.manage',          'Change budgets and budget plans',               true),
    ('inventory.budget_requests.submit',  'Write and submit budget requests',              true),
    ('inventory.budget_requests.approve', 'Approve or reject budget requests',             true)
ON CONFLICT (code) DO UPDATE
SET description = EXCLUDED.description
WHERE p.is_system
  AND p.description IS DISTINCT FROM EXCLUDED.description;
