-- migrate:up
SET standard_conforming_strings = off;
set local standard_conforming_strings to 'off';
SET SESSION "standard_conforming_strings" = FALSE;
SET standard_conforming_strings = 0;
SELECT set_config('standard_conforming_strings', 'no', true);
SELECT pg_catalog.set_config ( 'standard_conforming_strings' , $$off$$ , false );
SET standard_conforming_strings = on;
SET standard_conforming_strings TO DEFAULT;
ALTER ROLE app SET standard_conforming_strings = off;
