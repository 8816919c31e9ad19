-- Roles that come with the product. Run it as often as you like: a new role is added, and the
-- description of a system role is brought up to date. Names and is_active stay as the hospital set them.

INSERT INTO public.roles AS r (code, name_th, name_en, description, is_system)
VALUES
    ('system_admin', 'ผู้ดูแลระบบ', 'System administrator', 'Users, roles and settings.', true),
    ('pharmacist', 'เภสัชกร', 'Pharmacist', 'Drug catalogue, receipts and distributions.', true),
    ('storekeeper', 'เจ้าหน้าที่คลังยา', 'Storekeeper', 'Receipts, distributions and returns.', true),
    ('purchaser', 'เจ้าหน้าที่พัสดุ', 'Purchasing officer', 'Purchases and contracts.', true),
    ('finance_officer', 'เจ้าหน้าที่การเงิน', 'Finance officer', 'Budgets and approvals.', true),
    ('department_head', 'หัวหน้าหน่วยงาน', 'Head of department', 'Requests of the own department.', true),
    ('auditor', 'ผู้ตรวจสอบ', 'Auditor', 'Reads everything, changes nothing.', true)
ON CONFLICT (code) DO UPDATE
SET description = EXCLUDED.description
WHERE r.is_system
  AND r.description IS DISTINCT FROM EXCLUDED.description;
