-- A department asks for money, and several people in turn agree or refuse. What the last decision
-- brings about is in 20251205000307_apply_budget_decisions.sql.

-- migrate:up
CREATE TABLE inventory.budget_requests (
    budget_request_id   bigint                      GENERATED ALWAYS AS IDENTITY,
    request_no          varchar(30)                 NOT NULL,
    fiscal_year         smallint                    NOT NULL,
    budget_class        inventory.budget_class      NOT NULL,
    department_id       bigint                      NOT NULL,
    requested_by        uuid                        NOT NULL,
    reason              text                        NOT NULL,
    status              inventory.request_status    NOT NULL DEFAULT 'DRAFT',
    required_steps      smallint                    NOT NULL DEFAULT 2,
    created_at          timestamptz                 NOT NULL DEFAULT now(),
    updated_at          timestamptz                 NOT NULL DEFAULT now(),

    CONSTRAINT budget_requests_pkey PRIMARY KEY (budget_request_id),
    CONSTRAINT budget_requests_request_no_key UNIQUE (request_no),
    CONSTRAINT budget_requests_department_id_fkey FOREIGN KEY (department_id)
        REFERENCES public.departments (department_id) ON DELETE RESTRICT,
    CONSTRAINT budget_requests_requested_by_fkey FOREIGN KEY (requested_by)
        REFERENCES public.users (user_id) ON DELETE RESTRICT,
    CONSTRAINT budget_requests_fiscal_year_check CHECK (fiscal_year BETWEEN 2560 AND 2660),
    CONSTRAINT budget_requests_reason_check CHECK (btrim(reason) <> ''),
    CONSTRAINT budget_requests_required_steps_check CHECK (required_steps BETWEEN 1 AND 5)
);

COMMENT ON TABLE inventory.budget_requests IS 'Requests for money / คำของบประมาณ';
COMMENT ON COLUMN inventory.budget_requests.status IS
    'A program sets DRAFT, SUBMITTED and CANCELLED; the rest follows from the approvals.';
COMMENT ON COLUMN inventory.budget_requests.required_steps IS 'How many people in turn must agree.';

CREATE TABLE inventory.budget_request_items (
    budget_request_id   bigint          NOT NULL,
    line_no             smallint        NOT NULL,
    generic_id          bigint,
    description         text            NOT NULL,
    amount              numeric(14,2)   NOT NULL,

    CONSTRAINT budget_request_items_pkey PRIMARY KEY (budget_request_id, line_no),
    CONSTRAINT budget_request_items_budget_request_id_fkey FOREIGN KEY (budget_request_id)
        REFERENCES inventory.budget_requests (budget_request_id) ON DELETE CASCADE,
    CONSTRAINT budget_request_items_generic_id_fkey FOREIGN KEY (generic_id)
        REFERENCES inventory.generics (generic_id) ON DELETE RESTRICT,
    CONSTRAINT budget_request_items_line_no_check CHECK (line_no > 0),
    CONSTRAINT budget_request_items_amount_check CHECK (amount > 0)
);

COMMENT ON TABLE inventory.budget_request_items IS 'What the money is for.';
COMMENT ON COLUMN inventory.budget_request_items.generic_id IS
    'Null where the money is for no single medicine.';
COMMENT ON COLUMN inventory.budget_request_items.amount IS 'Baht.';

CREATE TABLE inventory.budget_request_approvals (
    budget_request_id   bigint                          NOT NULL,
    step_no             smallint                        NOT NULL,
    decision            inventory.approval_decision     NOT NULL,
    decided_by          uuid                            NOT NULL,
    decided_at          timestamptz                     NOT NULL DEFAULT now(),
    remark              text,

    CONSTRAINT budget_request_approvals_pkey PRIMARY KEY (budget_request_id, step_no),
    -- Nobody decides twice on the same request.
    CONSTRAINT budget_request_approvals_decided_by_key UNIQUE (budget_request_id, decided_by),
    CONSTRAINT budget_request_approvals_budget_request_id_fkey FOREIGN KEY (budget_request_id)
        REFERENCES inventory.budget_requests (budget_request_id) ON DELETE RESTRICT,
    CONSTRAINT budget_request_approvals_decided_by_fkey FOREIGN KEY (decided_by)
        REFERENCES public.users (user_id) ON DELETE RESTRICT,
    CONSTRAINT budget_request_approvals_step_no_check CHECK (step_no > 0),
    CONSTRAINT budget_request_approvals_remark_check CHECK (
        decision <> 'REJECT' OR btrim(coalesce(remark, '')) <> ''
    )
);

COMMENT ON TABLE inventory.budget_request_approvals IS
    'Decisions on a request, step by step / การอนุมัติ';
COMMENT ON COLUMN inventory.budget_request_approvals.remark IS
    'Why; must not be missing from a refusal.';

-- migrate:down
DROP TABLE inventory.budget_request_approvals;
DROP TABLE inventory.budget_request_items;
DROP TABLE inventory.budget_requests;
