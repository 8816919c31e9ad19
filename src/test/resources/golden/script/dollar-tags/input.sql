-- migrate:up
SELECT $fn$ a; $$ b; $in$ c; $in$ $fn $ $FN$ $fn$; SELECT 2;
SELECT $_a1$;$_a1$, $été$;$ete$;$été$, $ยา$;$ยา$; SELECT 3;
