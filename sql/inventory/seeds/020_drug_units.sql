-- Units to start with: those of use, in which stock is counted, and those of buying. A unit that is already
-- there stays as the hospital has it, in every column. A unit that you don't use: set is_active = false.

INSERT INTO inventory.drug_units (code, name_th, name_en, is_divisible)
VALUES
    -- Units of use.
    ('TABLET',      'เม็ด',               'Tablet',             false),
    ('CAPSULE',     'แคปซูล',            'Capsule',            false),
    ('LOZENGE',     'เม็ดอม',             'Lozenge',            false),
    ('SACHET',      'ซอง',              'Sachet',             false),
    ('AMPOULE',     'แอมพูล',            'Ampoule',            false),
    ('VIAL',        'ไวแอล',            'Vial',               false),
    ('SYRINGE',     'กระบอกฉีดพร้อมใช้',    'Prefilled syringe',  false),
    ('CARTRIDGE',   'หลอดบรรจุยาฉีด',      'Cartridge',          false),
    ('PEN',         'ปากกาฉีดยา',        'Injection pen',      false),
    ('BAG',         'ถุง',               'Bag',                false),
    ('BOTTLE',      'ขวด',              'Bottle',             false),
    ('TUBE',        'หลอด',             'Tube',               false),
    ('JAR',         'กระปุก',            'Jar',                false),
    ('CAN',         'กระป๋อง',           'Can',                false),
    ('SUPPOSITORY', 'แท่ง',              'Suppository',        false),
    ('PATCH',       'แผ่น',              'Patch',              false),
    ('INHALER',     'เครื่องพ่นยา',        'Inhaler',            false),
    ('NEBULE',      'หลอดยาพ่นละอองฝอย', 'Nebule',             false),
    ('DOSE',        'โดส',              'Dose',               false),
    ('PIECE',       'ชิ้น',               'Piece',              false),
    ('SET',         'ชุด',               'Set',                false),

    -- Measures: parts of them are handed out.
    ('MG',          'มิลลิกรัม',          'Milligram',          true),
    ('G',           'กรัม',              'Gram',               true),
    ('KG',          'กิโลกรัม',          'Kilogram',           true),
    ('ML',          'มิลลิลิตร',          'Millilitre',         true),
    ('L',           'ลิตร',              'Litre',              true),
    ('IU',          'หน่วยสากล',         'International unit', true),

    -- Units of buying.
    ('STRIP',       'แผง',              'Strip',              false),
    ('PACK',        'แพ็ก',              'Pack',               false),
    ('BOX',         'กล่อง',             'Box',                false),
    ('CARTON',      'ลัง',               'Carton',             false)
ON CONFLICT (code) DO NOTHING;
