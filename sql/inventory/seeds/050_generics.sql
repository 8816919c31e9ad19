-- Medicines that almost every hospital keeps: a formulary to start from, without trade products. A medicine that
-- is already there, under our code or under one of the hospital's own with the same name, strength and form,
-- stays as it is; only a Thai name that is missing is filled in. Check the place in the National List against
-- the edition in force.

INSERT INTO inventory.generics AS g (
    code, name_en, name_th, strength, dosage_form_id, use_unit_id, essential_list, is_high_alert
)
SELECT
    n.code, n.name_en, n.name_th, n.strength, f.dosage_form_id, u.drug_unit_id,
    n.essential_list::inventory.essential_list, n.is_high_alert
FROM (
    VALUES
        -- Pain, fever, allergy.
        ('PARA-500-TAB',  'Paracetamol',        'พาราเซตามอล',        '500 mg',              'TAB',       'TABLET',  'A', false),
        ('PARA-120-SYR',  'Paracetamol',        'พาราเซตามอล',        '120 mg/5 mL',         'SYR',       'BOTTLE',  'A', false),
        ('IBUP-400-TAB',  'Ibuprofen',          'ไอบูโพรเฟน',         '400 mg',              'TAB-FC',    'TABLET',  'A', false),
        ('MORP-10-INJ',   'Morphine sulfate',   'มอร์ฟีนซัลเฟต',       '10 mg/1 mL',          'INJ',       'AMPOULE', 'A', true),
        ('CHLO-4-TAB',    'Chlorpheniramine maleate', 'คลอร์เฟนิรามีนมาลีเอต', '4 mg',       'TAB',       'TABLET',  'A', false),
        ('CETI-10-TAB',   'Cetirizine',         'เซทิริซีน',           '10 mg',               'TAB-FC',    'TABLET',  'A', false),

        -- Infections.
        ('AMOX-500-CAP',  'Amoxicillin',        'อะม็อกซีซิลลิน',       '500 mg',              'CAP',       'CAPSULE', 'A', false),
        ('AMOX-125-DRY',  'Amoxicillin',        'อะม็อกซีซิลลิน',       '125 mg/5 mL',         'DRY-SYR',   'BOTTLE',  'A', false),
        ('COTR-480-TAB',  'Sulfamethoxazole + trimethoprim', 'โคไตรม็อกซาโซล', '400 mg + 80 mg', 'TAB', 'TABLET',  'A', false),
        ('GENT-80-INJ',   'Gentamicin',         'เจนตามัยซิน',         '80 mg/2 mL',          'INJ',       'AMPOULE', 'A', false),

        -- Heart and circulation.
        ('AMLO-5-TAB',    'Amlodipine',         'แอมโลดิปีน',          '5 mg',                'TAB',       'TABLET',  'A', false),
        ('ENAL-5-TAB',    'Enalapril maleate',  'อีนาลาพริลมาลีเอต',    '5 mg',                'TAB',       'TABLET',  'A', false),
        ('HCTZ-25-TAB',   'Hydrochlorothiazide', 'ไฮโดรคลอโรไทอะไซด์',  '25 mg',               'TAB',       'TABLET',  'A', false),
        ('FURO-40-TAB',   'Furosemide',         'ฟูโรซีไมด์',          '40 mg',               'TAB',       'TABLET',  'A', false),
        ('FURO-20-INJ',   'Furosemide',         'ฟูโรซีไมด์',          '20 mg/2 mL',          'INJ',       'AMPOULE', 'A', false),
        ('ASPI-81-TAB',   'Aspirin',            'แอสไพริน',           '81 mg',               'TAB-EC',    'TABLET',  'A', false),
        ('SIMV-20-TAB',   'Simvastatin',        'ซิมวาสแตติน',         '20 mg',               'TAB-FC',    'TABLET',  'A', false),
        ('WARF-3-TAB',    'Warfarin sodium',    'วาร์ฟารินโซเดียม',      '3 mg',                'TAB',       'TABLET',  'A', true),
        ('EPIN-1-INJ',    'Epinephrine',        'อีพิเนฟริน',          '1 mg/1 mL',           'INJ',       'AMPOULE', 'A', true),
        ('ATRO-06-INJ',   'Atropine sulfate',   'อะโทรปีนซัลเฟต',       '0.6 mg/1 mL',         'INJ',       'AMPOULE', 'A', false),

        -- Diabetes, stomach, lungs, nerves, blood.
        ('METF-500-TAB',  'Metformin hydrochloride', 'เมตฟอร์มินไฮโดรคลอไรด์', '500 mg',       'TAB-FC',    'TABLET',  'A', false),
        ('GLIP-5-TAB',    'Glipizide',          'กลิพิไซด์',           '5 mg',                'TAB',       'TABLET',  'A', false),
        ('INSR-1000-INJ', 'Insulin human regular', 'อินซูลินมนุษย์ออกฤทธิ์สั้น', '1000 IU/10 mL', 'INJ',    'VIAL',    'A', true),
        ('OMEP-20-CAP',   'Omeprazole',         'โอเมพราโซล',         '20 mg',               'CAP',       'CAPSULE', 'A', false),
        ('ORS-PWD',       'Oral rehydration salts', 'ผงน้ำตาลเกลือแร่',  '',                    'POW-ORAL',  'SACHET',  'A', false),
        ('SALB-100-MDI',  'Salbutamol',         'ซัลบูทามอล',          '100 mcg/dose',        'MDI',       'INHALER', 'A', false),
        ('DIAZ-5-TAB',    'Diazepam',           'ไดอะซีแพม',          '5 mg',                'TAB',       'TABLET',  'A', false),
        ('PHEN-100-CAP',  'Phenytoin sodium',   'เฟนิโทอินโซเดียม',     '100 mg',              'CAP',       'CAPSULE', 'A', false),
        ('FERR-200-TAB',  'Ferrous fumarate',   'เฟอร์รัสฟูมาเรต',       '200 mg',              'TAB-FC',    'TABLET',  'A', false),
        ('FOLI-5-TAB',    'Folic acid',         'กรดโฟลิก',           '5 mg',                'TAB',       'TABLET',  'A', false),

        -- Fluids and electrolytes.
        ('NACL-09-INF',   'Sodium chloride',    'โซเดียมคลอไรด์',       '0.9%, 1000 mL',       'INF',       'BAG',     'A', false),
        ('DEXT-5-INF',    'Dextrose',           'เดกซ์โทรส',          '5%, 1000 mL',         'INF',       'BAG',     'A', false),
        ('KCL-20-INJ',    'Potassium chloride', 'โพแทสเซียมคลอไรด์',    '20 mEq/10 mL',        'INJ',       'AMPOULE', 'A', true)
) AS n (code, name_en, name_th, strength, form_code, unit_code, essential_list, is_high_alert)
JOIN inventory.dosage_forms f ON f.code = n.form_code
JOIN inventory.drug_units u ON u.code = n.unit_code
WHERE NOT EXISTS (
    SELECT
    FROM inventory.generics own
    WHERE own.code <> n.code
      AND lower(own.name_en) = lower(n.name_en)
      AND own.strength = n.strength
      AND own.dosage_form_id = f.dosage_form_id
)
ON CONFLICT (code) DO UPDATE
SET name_th = EXCLUDED.name_th
WHERE g.name_th IS NULL
  AND lower(g.name_en) = lower(EXCLUDED.name_en);
