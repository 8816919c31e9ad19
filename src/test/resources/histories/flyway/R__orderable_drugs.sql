CREATE OR REPLACE VIEW orderable_drugs AS
SELECT id, code, name_th FROM drugs;
