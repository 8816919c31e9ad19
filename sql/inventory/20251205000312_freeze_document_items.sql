-- The lines of a document change only while the document is a draft: what was approved, sent or posted
-- must stay what it was. One function serves all; each trigger tells it the table and key of its document.

-- migrate:up
CREATE FUNCTION inventory.refuse_item_change() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    v_document_table    text := TG_ARGV[0];
    v_key_column        text := TG_ARGV[1];
    v_status            text;
BEGIN
    -- On an update both documents count: the line could be moved from one to the other. FOR SHARE waits
    -- for somebody who is about to post the document.
    EXECUTE format(
        'SELECT d.status
        FROM (SELECT status::text FROM inventory.%I WHERE %I IN ($1, $2) FOR SHARE) d
        WHERE d.status <> ''DRAFT''
        LIMIT 1',
        v_document_table,
        v_key_column
    )
    INTO v_status
    USING
        (to_jsonb(OLD) ->> v_key_column)::bigint,
        (to_jsonb(NEW) ->> v_key_column)::bigint;

    IF v_status IS NOT NULL THEN
        RAISE EXCEPTION '% refused on %: its document in % is %, no longer DRAFT',
            lower(TG_OP), TG_TABLE_NAME, v_document_table, v_status
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;

    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION inventory.refuse_item_change() IS
    'Trigger (table of the document, its key column): lines change only while their document is a DRAFT.';

CREATE TRIGGER budget_request_items_freeze
    BEFORE INSERT OR UPDATE OR DELETE ON inventory.budget_request_items
    FOR EACH ROW EXECUTE FUNCTION inventory.refuse_item_change('budget_requests', 'budget_request_id');

CREATE TRIGGER purchase_request_items_freeze
    BEFORE INSERT OR UPDATE OR DELETE ON inventory.purchase_request_items
    FOR EACH ROW EXECUTE FUNCTION inventory.refuse_item_change('purchase_requests', 'purchase_request_id');

CREATE TRIGGER purchase_order_items_freeze
    BEFORE INSERT OR UPDATE OR DELETE ON inventory.purchase_order_items
    FOR EACH ROW EXECUTE FUNCTION inventory.refuse_item_change('purchase_orders', 'purchase_order_id');

CREATE TRIGGER receipt_items_freeze
    BEFORE INSERT OR UPDATE OR DELETE ON inventory.receipt_items
    FOR EACH ROW EXECUTE FUNCTION inventory.refuse_item_change('receipts', 'receipt_id');

CREATE TRIGGER distribution_items_freeze
    BEFORE INSERT OR UPDATE OR DELETE ON inventory.distribution_items
    FOR EACH ROW EXECUTE FUNCTION inventory.refuse_item_change('distributions', 'distribution_id');

CREATE TRIGGER return_items_freeze
    BEFORE INSERT OR UPDATE OR DELETE ON inventory.return_items
    FOR EACH ROW EXECUTE FUNCTION inventory.refuse_item_change('returns', 'return_id');

-- migrate:down
DROP TRIGGER return_items_freeze ON inventory.return_items;
DROP TRIGGER distribution_items_freeze ON inventory.distribution_items;
DROP TRIGGER receipt_items_freeze ON inventory.receipt_items;
DROP TRIGGER purchase_order_items_freeze ON inventory.purchase_order_items;
DROP TRIGGER purchase_request_items_freeze ON inventory.purchase_request_items;
DROP TRIGGER budget_request_items_freeze ON inventory.budget_request_items;
DROP FUNCTION inventory.refuse_item_change();
