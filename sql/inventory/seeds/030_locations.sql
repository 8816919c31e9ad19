-- The places that every hospital pharmacy has. A place that is already there stays as the hospital has it;
-- one that you don't have: set is_active = false.
--
-- A place belongs to a department. Ours belong to PHARM, or to the one that
-- --set pharmacy_department=CODE names; it is added while places of ours are missing and it isn't there.

CREATE TEMPORARY TABLE seeded_locations ON COMMIT DROP AS
SELECT
    l.*,
    COALESCE(NULLIF(current_setting('bailiwick.pharmacy_department', true), ''), 'PHARM') AS department_code
FROM (
    VALUES
        ('STORE-MAIN', NULL,         'คลังยาใหญ่',             'Central drug store',        'MAIN_STORE', '[15,30]'),
        ('DISP-OPD',   NULL,         'ห้องจ่ายยาผู้ป่วยนอก',     'Outpatient dispensary',     'DISPENSARY', '[15,30]'),
        ('DISP-IPD',   NULL,         'ห้องจ่ายยาผู้ป่วยใน',      'Inpatient dispensary',      'DISPENSARY', '[15,30]'),
        ('DISP-ER',    NULL,         'ห้องจ่ายยาฉุกเฉิน',       'Emergency dispensary',      'DISPENSARY', '[15,30]'),
        ('STORE-COLD', 'STORE-MAIN', 'ห้องเย็นคลังยา',          'Cold room of the store',    'COLD_ROOM',  '[2,8]'),
        ('STORE-QUAR', 'STORE-MAIN', 'พื้นที่กักกันยา',          'Quarantine of the store',   'QUARANTINE', '[15,30]')
) AS l (code, parent_code, name_th, name_en, location_type, celsius)
WHERE NOT EXISTS (SELECT FROM inventory.locations there WHERE there.code = l.code);

INSERT INTO public.departments (code, name_th, name_en)
SELECT DISTINCT department_code, 'กลุ่มงานเภสัชกรรม', 'Pharmacy department'
FROM seeded_locations
ON CONFLICT (code) DO NOTHING;

-- First the places around others, so that those inside find them.
INSERT INTO inventory.locations (code, name_th, name_en, location_type, department_id, celsius)
SELECT l.code, l.name_th, l.name_en, l.location_type::inventory.location_type, d.department_id, l.celsius::numrange
FROM seeded_locations l
JOIN public.departments d ON d.code = l.department_code
WHERE l.parent_code IS NULL
ON CONFLICT (code) DO NOTHING;

INSERT INTO inventory.locations (code, name_th, name_en, location_type, department_id, parent_id, celsius)
SELECT
    l.code, l.name_th, l.name_en, l.location_type::inventory.location_type, d.department_id, p.location_id,
    l.celsius::numrange
FROM seeded_locations l
JOIN public.departments d ON d.code = l.department_code
LEFT JOIN inventory.locations p ON p.code = l.parent_code
WHERE l.parent_code IS NOT NULL
ON CONFLICT (code) DO NOTHING;
