-- migrate:up
SELECT 1 -- a; b ' c " d $$ e /* f \ g
; -- it's; "odd
SELECT 2; --
--;
SELECT 3 --
