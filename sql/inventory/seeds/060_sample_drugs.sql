-- Made-up makers and trade products, so that there is something to look at, and that the sample of the TMT has
-- something to hang on. No company and no product of these names exists.
--
-- --set sample_drugs=off leaves them out; hospitals with a catalogue of their own want that. What is there
-- already stays as it is: to put a sample away, set is_active = false.

INSERT INTO inventory.companies (code, name_th, name_en, is_manufacturer, is_vendor, delivery_days)
SELECT s.*
FROM (
    VALUES
        ('SAMPLE-EXAMPLE',  'บริษัท เอ็กแซมเพิลฟาร์มา จำกัด (ตัวอย่าง)', 'Example Pharma Co., Ltd. (sample)',      true,  true,  7::smallint),
        ('SAMPLE-SPECIMEN', 'บริษัท สเปซิเมนแล็บ จำกัด (ตัวอย่าง)',     'Specimen Laboratories Ltd. (sample)',    true,  false, NULL),
        ('SAMPLE-PATTERN',  'บริษัท แพตเทิร์นเมดิคอล จำกัด (ตัวอย่าง)',  'Pattern Medical Co., Ltd. (sample)',     false, true,  3)
) AS s (code, name_th, name_en, is_manufacturer, is_vendor, delivery_days)
WHERE COALESCE(NULLIF(current_setting('bailiwick.sample_drugs', true), ''), 'on')::boolean
ON CONFLICT (code) DO NOTHING;

-- Joined by code and name: a code that the hospital uses for another medicine gets no sample drug.
INSERT INTO inventory.drugs (
    code, generic_id, manufacturer_id, trade_name, trade_name_th, pack_size, pack_unit_id, needs_cold_chain
)
SELECT
    s.code, g.generic_id, c.company_id, s.trade_name, s.trade_name_th, s.pack_size, u.drug_unit_id, s.needs_cold_chain
FROM (
    VALUES
        ('SAMPLE-01', 'PARA-500-TAB',  'Paracetamol',            'SAMPLE-EXAMPLE',  'Paracetamol Example 500',    'พาราเซตามอล เอ็กแซมเพิล 500', 1000, 'BOTTLE', false),
        ('SAMPLE-02', 'PARA-500-TAB',  'Paracetamol',            'SAMPLE-SPECIMEN', 'Paracetamol Specimen',       'พาราเซตามอล สเปซิเมน',       100,  'BOX',    false),
        ('SAMPLE-03', 'PARA-120-SYR',  'Paracetamol',            'SAMPLE-EXAMPLE',  'Paracetamol Example Syrup',  'พาราเซตามอล เอ็กแซมเพิล น้ำเชื่อม', 50, 'BOX',  false),
        ('SAMPLE-04', 'IBUP-400-TAB',  'Ibuprofen',              'SAMPLE-EXAMPLE',  'Ibuprofen Example 400',      'ไอบูโพรเฟน เอ็กแซมเพิล 400',  500,  'BOX',    false),
        ('SAMPLE-05', 'AMOX-500-CAP',  'Amoxicillin',            'SAMPLE-EXAMPLE',  'Amoxicillin Example 500',    'อะม็อกซีซิลลิน เอ็กแซมเพิล 500', 500, 'BOX',    false),
        ('SAMPLE-06', 'AMOX-500-CAP',  'Amoxicillin',            'SAMPLE-SPECIMEN', 'Amoxicillin Specimen',       'อะม็อกซีซิลลิน สเปซิเมน',      100,  'BOX',    false),
        ('SAMPLE-07', 'AMOX-125-DRY',  'Amoxicillin',            'SAMPLE-SPECIMEN', 'Amoxicillin Specimen Dry',   'อะม็อกซีซิลลิน สเปซิเมน ผงแห้ง', 12,  'BOX',    false),
        ('SAMPLE-08', 'COTR-480-TAB',  'Sulfamethoxazole + trimethoprim', 'SAMPLE-EXAMPLE', 'Co-trimoxazole Example', 'โคไตรม็อกซาโซล เอ็กแซมเพิล', 500,  'BOX',    false),
        ('SAMPLE-09', 'AMLO-5-TAB',    'Amlodipine',             'SAMPLE-SPECIMEN', 'Amlodipine Specimen 5',      'แอมโลดิปีน สเปซิเมน 5',       100,  'BOX',    false),
        ('SAMPLE-10', 'ENAL-5-TAB',    'Enalapril maleate',      'SAMPLE-EXAMPLE',  'Enalapril Example 5',        'อีนาลาพริล เอ็กแซมเพิล 5',     500,  'BOX',    false),
        ('SAMPLE-11', 'SIMV-20-TAB',   'Simvastatin',            'SAMPLE-SPECIMEN', 'Simvastatin Specimen 20',    'ซิมวาสแตติน สเปซิเมน 20',     100,  'BOX',    false),
        ('SAMPLE-12', 'WARF-3-TAB',    'Warfarin sodium',        'SAMPLE-EXAMPLE',  'Warfarin Example 3',         'วาร์ฟาริน เอ็กแซมเพิล 3',      100,  'BOX',    false),
        ('SAMPLE-13', 'METF-500-TAB',  'Metformin hydrochloride', 'SAMPLE-EXAMPLE', 'Metformin Example 500',      'เมตฟอร์มิน เอ็กแซมเพิล 500',   500,  'BOX',    false),
        ('SAMPLE-14', 'METF-500-TAB',  'Metformin hydrochloride', 'SAMPLE-SPECIMEN', 'Metformin Specimen',        'เมตฟอร์มิน สเปซิเมน',        100,  'BOX',    false),
        ('SAMPLE-15', 'INSR-1000-INJ', 'Insulin human regular',  'SAMPLE-SPECIMEN', 'Insulin Regular Specimen',   'อินซูลิน อาร์ สเปซิเมน',       1,    'BOX',    true),
        ('SAMPLE-16', 'OMEP-20-CAP',   'Omeprazole',             'SAMPLE-EXAMPLE',  'Omeprazole Example 20',      'โอเมพราโซล เอ็กแซมเพิล 20',   100,  'BOX',    false),
        ('SAMPLE-17', 'SALB-100-MDI',  'Salbutamol',             'SAMPLE-SPECIMEN', 'Salbutamol Specimen Inhaler', 'ซัลบูทามอล สเปซิเมน พ่น',     1,    'BOX',    false),
        ('SAMPLE-18', 'MORP-10-INJ',   'Morphine sulfate',       'SAMPLE-SPECIMEN', 'Morphine Specimen 10',       'มอร์ฟีน สเปซิเมน 10',        10,   'BOX',    false)
) AS s (
    code, generic_code, generic_name, company_code, trade_name, trade_name_th, pack_size, pack_code, needs_cold_chain
)
JOIN inventory.generics g ON g.code = s.generic_code AND lower(g.name_en) = lower(s.generic_name)
JOIN inventory.companies c ON c.code = s.company_code
JOIN inventory.drug_units u ON u.code = s.pack_code
WHERE COALESCE(NULLIF(current_setting('bailiwick.sample_drugs', true), ''), 'on')::boolean
ON CONFLICT (code) DO NOTHING;
