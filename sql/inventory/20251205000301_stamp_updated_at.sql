-- Keeps updated_at right on every table that has it and is written by people. The function belongs to
-- the core platform; inventory.stock_balances is left out, because its own trigger stamps it.

-- migrate:up
CREATE TRIGGER dosage_forms_set_updated_at
    BEFORE UPDATE ON inventory.dosage_forms
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER drug_units_set_updated_at
    BEFORE UPDATE ON inventory.drug_units
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER generics_set_updated_at
    BEFORE UPDATE ON inventory.generics
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER companies_set_updated_at
    BEFORE UPDATE ON inventory.companies
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER drugs_set_updated_at
    BEFORE UPDATE ON inventory.drugs
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER drug_focus_lists_set_updated_at
    BEFORE UPDATE ON inventory.drug_focus_lists
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER locations_set_updated_at
    BEFORE UPDATE ON inventory.locations
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER department_stocks_set_updated_at
    BEFORE UPDATE ON inventory.department_stocks
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER drug_prices_set_updated_at
    BEFORE UPDATE ON inventory.drug_prices
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER budgets_set_updated_at
    BEFORE UPDATE ON inventory.budgets
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER contracts_set_updated_at
    BEFORE UPDATE ON inventory.contracts
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER budget_plans_set_updated_at
    BEFORE UPDATE ON inventory.budget_plans
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER budget_requests_set_updated_at
    BEFORE UPDATE ON inventory.budget_requests
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER purchase_requests_set_updated_at
    BEFORE UPDATE ON inventory.purchase_requests
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER purchase_orders_set_updated_at
    BEFORE UPDATE ON inventory.purchase_orders
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER lots_set_updated_at
    BEFORE UPDATE ON inventory.lots
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER receipts_set_updated_at
    BEFORE UPDATE ON inventory.receipts
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER distributions_set_updated_at
    BEFORE UPDATE ON inventory.distributions
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

CREATE TRIGGER returns_set_updated_at
    BEFORE UPDATE ON inventory.returns
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- migrate:down
DROP TRIGGER returns_set_updated_at ON inventory.returns;
DROP TRIGGER distributions_set_updated_at ON inventory.distributions;
DROP TRIGGER receipts_set_updated_at ON inventory.receipts;
DROP TRIGGER lots_set_updated_at ON inventory.lots;
DROP TRIGGER purchase_orders_set_updated_at ON inventory.purchase_orders;
DROP TRIGGER purchase_requests_set_updated_at ON inventory.purchase_requests;
DROP TRIGGER budget_requests_set_updated_at ON inventory.budget_requests;
DROP TRIGGER budget_plans_set_updated_at ON inventory.budget_plans;
DROP TRIGGER contracts_set_updated_at ON inventory.contracts;
DROP TRIGGER budgets_set_updated_at ON inventory.budgets;
DROP TRIGGER drug_prices_set_updated_at ON inventory.drug_prices;
DROP TRIGGER department_stocks_set_updated_at ON inventory.department_stocks;
DROP TRIGGER locations_set_updated_at ON inventory.locations;
DROP TRIGGER drug_focus_lists_set_updated_at ON inventory.drug_focus_lists;
DROP TRIGGER drugs_set_updated_at ON inventory.drugs;
DROP TRIGGER companies_set_updated_at ON inventory.companies;
DROP TRIGGER generics_set_updated_at ON inventory.generics;
DROP TRIGGER drug_units_set_updated_at ON inventory.drug_units;
DROP TRIGGER dosage_forms_set_updated_at ON inventory.dosage_forms;
