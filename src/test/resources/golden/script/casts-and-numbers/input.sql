-- migrate:up
SELECT 1e5, 1.5e-3, .5, 1_000, 0x1F, 1::text, 'a'::text; SELECT 5end; SELECT 3;
