-- Focus lists that most hospitals keep, empty: which medicines are on them is for the hospital to say. A list
-- that is already there stays; only an English name or a purpose that is missing is filled in.

INSERT INTO inventory.drug_focus_lists AS f (code, name_th, name_en, purpose)
VALUES
    ('HIGH-ALERT', 'ยาที่มีความเสี่ยงสูง',       'High-alert medicines',     'Two people check each step.'),
    ('LASA',       'ยาชื่อพ้องมองคล้าย',       'Look-alike, sound-alike',  'Kept apart on the shelf, labelled in capitals.'),
    ('ANTIBIOTIC', 'ยาต้านจุลชีพควบคุม',       'Restricted antibiotics',   'Use is reported every month against resistance.'),
    ('COLD-CHAIN', 'ยาที่ต้องควบคุมอุณหภูมิ',    'Cold chain medicines',     'Temperature is recorded from receipt to ward.'),
    ('SHORTAGE',   'ยาขาดแคลน',             'Medicines in short supply', 'Stock is looked at every day.'),
    ('LIFE-SAVING', 'ยาช่วยชีวิตและยาต้านพิษ',  'Life-saving and antidotes', 'Never out of stock, whatever the budget.')
ON CONFLICT (code) DO UPDATE
SET name_en = COALESCE(f.name_en, EXCLUDED.name_en),
    purpose = COALESCE(NULLIF(f.purpose, ''), EXCLUDED.purpose)
WHERE f.name_en IS NULL
   OR f.purpose = '';
