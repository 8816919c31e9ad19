-- Indexes of the catalogue: one on every foreign key that no key or constraint covers already.

-- migrate:up
-- Terminology and generics.
CREATE INDEX tmt_relations_child_tmt_id_idx ON inventory.tmt_relations (child_tmt_id);
CREATE INDEX generics_dosage_form_id_idx ON inventory.generics (dosage_form_id);
CREATE INDEX generics_use_unit_id_idx ON inventory.generics (use_unit_id);
CREATE INDEX generics_tmt_gp_id_idx ON inventory.generics (tmt_gp_id, tmt_gp_level);

-- Drugs and their codes.
CREATE INDEX drugs_generic_id_idx ON inventory.drugs (generic_id);
CREATE INDEX drugs_manufacturer_id_idx ON inventory.drugs (manufacturer_id);
CREATE INDEX drugs_pack_unit_id_idx ON inventory.drugs (pack_unit_id);
CREATE INDEX drug_tmt_codes_tmt_id_idx ON inventory.drug_tmt_codes (tmt_id, tmt_level);
CREATE INDEX drug_tmt_codes_matched_by_idx ON inventory.drug_tmt_codes (matched_by);

-- Prices and focus lists.
CREATE INDEX drug_prices_company_id_idx ON inventory.drug_prices (company_id);
CREATE INDEX drug_focus_lists_created_by_idx ON inventory.drug_focus_lists (created_by);
CREATE INDEX drug_focus_list_items_generic_id_idx ON inventory.drug_focus_list_items (generic_id);

-- Places.
CREATE INDEX locations_department_id_idx ON inventory.locations (department_id);
CREATE INDEX locations_parent_id_idx ON inventory.locations (parent_id);
CREATE INDEX department_stocks_drug_id_idx ON inventory.department_stocks (drug_id);

-- migrate:down
DROP INDEX inventory.department_stocks_drug_id_idx;
DROP INDEX inventory.locations_parent_id_idx;
DROP INDEX inventory.locations_department_id_idx;
DROP INDEX inventory.drug_focus_list_items_generic_id_idx;
DROP INDEX inventory.drug_focus_lists_created_by_idx;
DROP INDEX inventory.drug_prices_company_id_idx;
DROP INDEX inventory.drug_tmt_codes_matched_by_idx;
DROP INDEX inventory.drug_tmt_codes_tmt_id_idx;
DROP INDEX inventory.drugs_pack_unit_id_idx;
DROP INDEX inventory.drugs_manufacturer_id_idx;
DROP INDEX inventory.drugs_generic_id_idx;
DROP INDEX inventory.generics_tmt_gp_id_idx;
DROP INDEX inventory.generics_use_unit_id_idx;
DROP INDEX inventory.generics_dosage_form_id_idx;
DROP INDEX inventory.tmt_relations_child_tmt_id_idx;
