-- Drugs that go from a location to a department. The document names drugs; which lots go is decided by
-- inventory.post_distribution(), first expiry first.

-- migrate:up
CREATE TABLE inventory.distributions (
    distribution_id     bigint                      GENERATED ALWAYS AS IDENTITY,
    distribution_no     varchar(30)                 NOT NULL,
    location_id         bigint                      NOT NULL,
    department_id       bigint                      NOT NULL,
    requested_by        uuid                        NOT NULL,
    distributed_on      date                        NOT NULL DEFAULT CURRENT_DATE,
    status              inventory.document_status   NOT NULL DEFAULT 'DRAFT',
    posted_by           uuid,
    posted_at           timestamptz,
    created_at          timestamptz                 NOT NULL DEFAULT now(),
    updated_at          timestamptz                 NOT NULL DEFAULT now(),

    CONSTRAINT distributions_pkey PRIMARY KEY (distribution_id),
    CONSTRAINT distributions_distribution_no_key UNIQUE (distribution_no),
    CONSTRAINT distributions_location_id_fkey FOREIGN KEY (location_id)
        REFERENCES inventory.locations (location_id) ON DELETE RESTRICT,
    CONSTRAINT distributions_department_id_fkey FOREIGN KEY (department_id)
        REFERENCES public.departments (department_id) ON DELETE RESTRICT,
    CONSTRAINT distributions_requested_by_fkey FOREIGN KEY (requested_by)
        REFERENCES public.users (user_id) ON DELETE RESTRICT,
    CONSTRAINT distributions_posted_by_fkey FOREIGN KEY (posted_by)
        REFERENCES public.users (user_id) ON DELETE RESTRICT,
    CONSTRAINT distributions_posted_at_check CHECK (
        (status = 'POSTED') = (posted_at IS NOT NULL AND posted_by IS NOT NULL)
    )
);

COMMENT ON TABLE inventory.distributions IS 'Drugs handed to departments / ใบเบิกจ่าย';
COMMENT ON COLUMN inventory.distributions.location_id IS 'Where the drugs are taken from.';
COMMENT ON COLUMN inventory.distributions.department_id IS 'Who gets them.';

CREATE TABLE inventory.distribution_items (
    distribution_id bigint          NOT NULL,
    line_no         smallint        NOT NULL,
    drug_id         bigint          NOT NULL,
    quantity        numeric(14,3)   NOT NULL,

    CONSTRAINT distribution_items_pkey PRIMARY KEY (distribution_id, line_no),
    CONSTRAINT distribution_items_drug_id_key UNIQUE (distribution_id, drug_id),
    CONSTRAINT distribution_items_distribution_id_fkey FOREIGN KEY (distribution_id)
        REFERENCES inventory.distributions (distribution_id) ON DELETE CASCADE,
    CONSTRAINT distribution_items_drug_id_fkey FOREIGN KEY (drug_id)
        REFERENCES inventory.drugs (drug_id) ON DELETE RESTRICT,
    CONSTRAINT distribution_items_line_no_check CHECK (line_no > 0),
    CONSTRAINT distribution_items_quantity_check CHECK (quantity > 0)
);

COMMENT ON TABLE inventory.distribution_items IS 'Drugs of a distribution, each at most once.';
COMMENT ON COLUMN inventory.distribution_items.quantity IS 'Units of use.';

-- migrate:down
DROP TABLE inventory.distribution_items;
DROP TABLE inventory.distributions;
