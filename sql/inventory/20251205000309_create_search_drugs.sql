-- Search for drugs by any part of a trade name (Thai or English), generic name or code; forgives small
-- misspellings. 20251205000404_index_drug_search.sql makes it fast.

-- migrate:up
CREATE FUNCTION inventory.search_drugs(p_text text, p_limit integer DEFAULT 20)
RETURNS TABLE (drug_id bigint, drug_code text, trade_name text, generic_name text, similarity real)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT
        d.drug_id,
        d.code::text,
        d.trade_name,
        g.name_en,
        GREATEST(
            inventory.word_similarity(lower(p_text), d.search_text),
            inventory.word_similarity(lower(p_text), lower(g.name_en))
        )
    FROM inventory.drugs d
    JOIN inventory.generics g ON g.generic_id = d.generic_id
    WHERE d.is_active
      -- Each half finds its rows by its own index; LIKE takes a part of a name, <% nearly the name.
      -- The characters that LIKE treats specially are escaped.
      AND d.drug_id IN (
          SELECT m.drug_id
          FROM inventory.drugs m
          WHERE m.search_text LIKE '%' || regexp_replace(lower(p_text), '([\\%_])', '\\\1', 'g') || '%'
             OR lower(p_text) OPERATOR(inventory.<%) m.search_text
          UNION
          SELECT m.drug_id
          FROM inventory.generics n
          JOIN inventory.drugs m ON m.generic_id = n.generic_id
          WHERE lower(n.name_en) LIKE '%' || regexp_replace(lower(p_text), '([\\%_])', '\\\1', 'g') || '%'
             OR lower(p_text) OPERATOR(inventory.<%) lower(n.name_en)
      )
    ORDER BY 5 DESC, d.trade_name, d.drug_id
    LIMIT p_limit;
END;

COMMENT ON FUNCTION inventory.search_drugs(text, integer) IS
    'Active drugs whose trade name, generic name or code holds the text or nearly does, best first.';

-- migrate:down
DROP FUNCTION inventory.search_drugs(text, integer);
