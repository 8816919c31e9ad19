-- The drug catalogue as people read it: trade product, generic, form, maker, TMT code, today's best price.

-- migrate:up
CREATE VIEW inventory.v_drug_catalogue AS
SELECT
    d.drug_id,
    d.code AS drug_code,
    d.trade_name,
    d.trade_name_th,
    g.generic_id,
    g.name_en AS generic_name,
    g.strength,
    f.name_en AS dosage_form,
    u.code AS use_unit,
    d.pack_size,
    pu.code AS pack_unit,
    m.name_th AS manufacturer,
    g.essential_list,
    g.is_high_alert,
    t.tmt_id AS tmt_tpu_id,
    price.company_id AS best_price_company_id,
    price.unit_price AS best_price,
    d.is_active AND g.is_active AS is_active
FROM inventory.drugs d
JOIN inventory.generics g ON g.generic_id = d.generic_id
JOIN inventory.dosage_forms f ON f.dosage_form_id = g.dosage_form_id
JOIN inventory.drug_units u ON u.drug_unit_id = g.use_unit_id
JOIN inventory.drug_units pu ON pu.drug_unit_id = d.pack_unit_id
JOIN inventory.companies m ON m.company_id = d.manufacturer_id
LEFT JOIN inventory.drug_tmt_codes t ON t.drug_id = d.drug_id AND t.tmt_level = 'TPU'
LEFT JOIN LATERAL (
    SELECT p.company_id, p.unit_price
    FROM inventory.drug_prices p
    WHERE p.drug_id = d.drug_id
      AND p.valid_during @> CURRENT_DATE
    ORDER BY p.unit_price, p.company_id
    LIMIT 1
) price ON true;

COMMENT ON VIEW inventory.v_drug_catalogue IS
    'Drugs with generic, form, maker, TMT code and the best price of today. Inactive drugs included.';

-- migrate:down
DROP VIEW inventory.v_drug_catalogue;
