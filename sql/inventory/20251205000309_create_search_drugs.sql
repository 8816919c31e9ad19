-- Search for drugs by any part of a Thai or English trade name or of the code; forgives small misspellings.
-- 20251205000404_index_drug_search.sql makes it fast.

-- migrate:up
CREATE FUNCTION inventory.search_drugs(p_text text, p_limit integer DEFAULT 20)
RETURNS TABLE (drug_id bigint, drug_code text, trade_name text, trade_name_th text, similarity real)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT
        d.drug_id,
        d.code::text,
        d.trade_name,
        d.trade_name_th,
        inventory.word_similarity(lower(p_text), d.search_text)
    FROM inventory.drugs d
    WHERE d.is_active
      AND (
          -- Part of a name; the characters that LIKE treats specially are escaped.
          d.search_text LIKE '%' || regexp_replace(lower(p_text), '([\\%_])', '\\\1', 'g') || '%'
          -- Nearly the name.
          OR lower(p_text) OPERATOR(inventory.<%) d.search_text
      )
    ORDER BY 5 DESC, d.trade_name, d.drug_id
    LIMIT p_limit;
END;

COMMENT ON FUNCTION inventory.search_drugs(text, integer) IS
    'Active drugs whose name or code holds the text or nearly does, best first.';

-- migrate:down
DROP FUNCTION inventory.search_drugs(text, integer);
