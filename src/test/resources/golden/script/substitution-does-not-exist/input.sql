-- migrate:up
SELECT ${x}, :x, :'x;', :"y", {{z}}, ? , a ?| b, a ?& c, '[:x]'::text; SELECT 2;
