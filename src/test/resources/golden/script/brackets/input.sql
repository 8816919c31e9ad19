-- migrate:up
SELECT (ARRAY[1, 2])[1:2]; SELECT '[' || '{'; SELECT 3;
