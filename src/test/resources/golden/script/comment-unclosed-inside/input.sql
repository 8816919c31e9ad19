-- migrate:up
SELECT 1; /* quoted '*/' and /* again
SELECT 2;
