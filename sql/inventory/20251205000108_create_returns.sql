-- Drugs that a department sends back: some go on the shelf again, the rest is destroyed.

-- migrate:up
CREATE TABLE inventory.returns (
    return_id       bigint                      GENERATED ALWAYS AS IDENTITY,
    return_no       varchar(30)                 NOT NULL,
    department_id   bigint                      NOT NULL,
    location_id     bigint                      NOT NULL,
    returned_by     uuid                        NOT NULL,
    returned_on     date                        NOT NULL DEFAULT CURRENT_DATE,
    status          inventory.document_status   NOT NULL DEFAULT 'DRAFT',
    posted_by       uuid,
    posted_at       timestamptz,
    created_at      timestamptz                 NOT NULL DEFAULT now(),
    updated_at      timestamptz                 NOT NULL DEFAULT now(),

    CONSTRAINT returns_pkey PRIMARY KEY (return_id),
    CONSTRAINT returns_return_no_key UNIQUE (return_no),
    CONSTRAINT returns_department_id_fkey FOREIGN KEY (department_id)
        REFERENCES public.departments (department_id) ON DELETE RESTRICT,
    CONSTRAINT returns_location_id_fkey FOREIGN KEY (location_id)
        REFERENCES inventory.locations (location_id) ON DELETE RESTRICT,
    CONSTRAINT returns_returned_by_fkey FOREIGN KEY (returned_by)
        REFERENCES public.users (user_id) ON DELETE RESTRICT,
    CONSTRAINT returns_posted_by_fkey FOREIGN KEY (posted_by)
        REFERENCES public.users (user_id) ON DELETE RESTRICT,
    CONSTRAINT returns_posted_at_check CHECK (
        (status = 'POSTED') = (posted_at IS NOT NULL AND posted_by IS NOT NULL)
    )
);

COMMENT ON TABLE inventory.returns IS 'Drugs sent back by departments / ใบคืนยา';
COMMENT ON COLUMN inventory.returns.location_id IS 'Where the drugs are taken in again.';

CREATE TABLE inventory.return_items (
    return_id       bigint                      NOT NULL,
    line_no         smallint                    NOT NULL,
    lot_id          bigint                      NOT NULL,
    quantity        numeric(14,3)               NOT NULL,
    reason          inventory.return_reason     NOT NULL,
    is_usable       boolean                     NOT NULL,

    CONSTRAINT return_items_pkey PRIMARY KEY (return_id, line_no),
    CONSTRAINT return_items_return_id_fkey FOREIGN KEY (return_id)
        REFERENCES inventory.returns (return_id) ON DELETE CASCADE,
    CONSTRAINT return_items_lot_id_fkey FOREIGN KEY (lot_id)
        REFERENCES inventory.lots (lot_id) ON DELETE RESTRICT,
    CONSTRAINT return_items_line_no_check CHECK (line_no > 0),
    CONSTRAINT return_items_quantity_check CHECK (quantity > 0),
    CONSTRAINT return_items_is_usable_check CHECK (NOT is_usable OR reason <> 'DAMAGED')
);

COMMENT ON TABLE inventory.return_items IS 'Lots of a return.';
COMMENT ON COLUMN inventory.return_items.quantity IS 'Units of use.';
COMMENT ON COLUMN inventory.return_items.is_usable IS
    'False: destroyed on arrival, booked as a disposal.';

-- migrate:down
DROP TABLE inventory.return_items;
DROP TABLE inventory.returns;
