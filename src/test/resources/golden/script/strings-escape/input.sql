-- migrate:up
SELECT E'a\';b', e'\\'; SELECT E'\'''; ', e''; SELECT E'\
;'; SELECT some'x\'; SELECT fe'x\'; SELECT 6;
