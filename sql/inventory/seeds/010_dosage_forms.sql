-- Dosage forms to start with. A form that is already there stays as the hospital has it, in every column:
-- names, is_sterile, is_active. A form that you don't use: set is_active = false; a deleted one comes back.
-- A correction to a row that we shipped earlier goes into a migration.

INSERT INTO inventory.dosage_forms (code, name_th, name_en, is_sterile)
VALUES
    -- By mouth, solid.
    ('TAB',        'ยาเม็ด',                          'Tablet',                            false),
    ('TAB-FC',     'ยาเม็ดเคลือบฟิล์ม',                  'Film-coated tablet',                false),
    ('TAB-EC',     'ยาเม็ดเคลือบป้องกันการแตกตัวในกระเพาะ', 'Enteric-coated tablet',             false),
    ('TAB-SR',     'ยาเม็ดออกฤทธิ์เนิ่น',                 'Prolonged-release tablet',          false),
    ('TAB-CHEW',   'ยาเม็ดเคี้ยว',                      'Chewable tablet',                   false),
    ('TAB-DISP',   'ยาเม็ดกระจายตัวในน้ำ',               'Dispersible tablet',                false),
    ('TAB-EFF',    'ยาเม็ดฟู่',                         'Effervescent tablet',               false),
    ('TAB-SUBL',   'ยาเม็ดอมใต้ลิ้น',                    'Sublingual tablet',                 false),
    ('CAP',        'ยาแคปซูล',                        'Capsule',                           false),
    ('CAP-SOFT',   'ยาแคปซูลนิ่ม',                      'Soft capsule',                      false),
    ('CAP-SR',     'ยาแคปซูลออกฤทธิ์เนิ่น',               'Prolonged-release capsule',         false),
    ('LOZ',        'ยาอม',                            'Lozenge',                           false),
    ('GRAN',       'ยาแกรนูล',                        'Granules',                          false),
    ('POW-ORAL',   'ยาผงสำหรับรับประทาน',               'Oral powder',                       false),

    -- By mouth, liquid.
    ('SYR',        'ยาน้ำเชื่อม',                       'Syrup',                             false),
    ('SUSP',       'ยาน้ำแขวนตะกอน',                   'Oral suspension',                   false),
    ('DRY-SYR',    'ยาผงแห้งสำหรับผสมน้ำ',               'Powder for oral suspension',        false),
    ('SOLN-ORAL',  'ยาน้ำใสสำหรับรับประทาน',             'Oral solution',                     false),
    ('DROP-ORAL',  'ยาหยดสำหรับรับประทาน',              'Oral drops',                        false),
    ('EMUL-ORAL',  'ยาอิมัลชันสำหรับรับประทาน',           'Oral emulsion',                     false),
    ('GARGLE',     'ยากลั้วคอ',                        'Gargle',                            false),

    -- By needle.
    ('INJ',        'ยาฉีดชนิดสารละลาย',                'Solution for injection',            true),
    ('INJ-POW',    'ยาฉีดชนิดผงแห้ง',                   'Powder for injection',              true),
    ('INJ-SUSP',   'ยาฉีดชนิดแขวนตะกอน',               'Suspension for injection',          true),
    ('INJ-EMUL',   'ยาฉีดชนิดอิมัลชัน',                  'Emulsion for injection',            true),
    ('INF',        'สารน้ำให้ทางหลอดเลือดดำ',            'Solution for infusion',             true),
    ('IMPLANT',    'ยาฝังใต้ผิวหนัง',                    'Implant',                           true),

    -- Eyes, ears, nose, lungs.
    ('EYE-DROP',   'ยาหยอดตา',                        'Eye drops',                         true),
    ('EYE-OINT',   'ยาขี้ผึ้งป้ายตา',                    'Eye ointment',                      true),
    ('EAR-DROP',   'ยาหยอดหู',                        'Ear drops',                         false),
    ('NASAL-DROP', 'ยาหยอดจมูก',                      'Nasal drops',                       false),
    ('NASAL-SPR',  'ยาพ่นจมูก',                        'Nasal spray',                       false),
    ('MDI',        'ยาสูดพ่นชนิดกำหนดขนาด',             'Pressurised metered-dose inhaler',  false),
    ('DPI',        'ยาสูดชนิดผงแห้ง',                   'Dry powder inhaler',                false),
    ('NEB',        'สารละลายสำหรับพ่นละอองฝอย',          'Solution for nebuliser',            true),

    -- On the skin.
    ('CREAM',      'ยาครีม',                          'Cream',                             false),
    ('OINT',       'ยาขี้ผึ้ง',                         'Ointment',                          false),
    ('GEL',        'ยาเจล',                           'Gel',                               false),
    ('LOTION',     'ยาโลชัน',                         'Lotion',                            false),
    ('PASTE',      'ยาเพสต์',                          'Paste',                             false),
    ('SOLN-TOP',   'ยาน้ำใช้ภายนอก',                    'Solution for external use',         false),
    ('SHAMPOO',    'แชมพูยา',                         'Medicated shampoo',                 false),
    ('PATCH',      'แผ่นแปะผิวหนัง',                    'Transdermal patch',                 false),

    -- Elsewhere.
    ('SUPP',       'ยาเหน็บทวารหนัก',                   'Suppository',                       false),
    ('ENEMA',      'ยาสวนทวาร',                       'Enema',                             false),
    ('TAB-VAG',    'ยาเม็ดสอดช่องคลอด',                 'Vaginal tablet',                    false),
    ('IRRIG',      'สารละลายปราศจากเชื้อสำหรับชะล้าง',     'Irrigation solution',               true),
    ('DIALYSIS',   'น้ำยาล้างไตทางช่องท้อง',             'Peritoneal dialysis solution',      true)
ON CONFLICT (code) DO NOTHING;
