-- What schemas hold, line by line as a DBA would write it, without any oid. Run with search_path = pg_catalog, so that
-- every name comes with its schema. :schemas is an array of names, or NULL: everything in the database that is not
-- PostgreSQL's or an extension's own, with what belongs to no schema. :ours names tables that are left out.
WITH ours AS (
    SELECT to_regclass(t)::oid AS oid FROM unnest(:ours) AS t WHERE to_regclass(t) IS NOT NULL
),
ns AS (
    SELECT oid, nspname, nspowner, nspacl
    FROM pg_namespace
    WHERE CASE WHEN :schemas IS NULL THEN nspname !~ '^pg_' AND nspname <> 'information_schema'
               ELSE nspname = ANY (:schemas) END
),
member AS MATERIALIZED (
    SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
),
rel AS MATERIALIZED (
    SELECT c.*, nspname, format('%I.%I', nspname, relname) AS name,
           CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
                        WHEN 'c' THEN 'type' WHEN 'f' THEN 'foreign table' ELSE 'table' END
               || format(' %I.%I', nspname, relname) AS object
    FROM pg_class AS c
    JOIN ns ON ns.oid = relnamespace
    WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c')
      AND NOT EXISTS (SELECT FROM member AS m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
      AND c.oid NOT IN (SELECT oid FROM ours)
      AND NOT EXISTS (SELECT FROM pg_depend AS d JOIN ours ON ours.oid = d.refobjid
                      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                        AND d.refclassid = 'pg_class'::regclass AND relkind = 'S')
),
typ AS MATERIALIZED (
    SELECT t.*, format('%I.%I', nspname, typname) AS name,
           CASE typtype WHEN 'd' THEN 'domain' ELSE 'type' END || format(' %I.%I', nspname, typname) AS object
    FROM pg_type AS t
    JOIN ns ON ns.oid = typnamespace
    LEFT JOIN pg_class AS c ON c.oid = typrelid
    WHERE typtype IN ('e', 'd', 'r', 'b', 'c')
      AND (typrelid = 0 OR c.relkind = 'c')
      AND NOT EXISTS (SELECT FROM pg_type AS e WHERE e.typarray = t.oid)
      AND NOT EXISTS (SELECT FROM member AS m WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid)
),
fun AS MATERIALIZED (
    SELECT p.*,
           CASE prokind WHEN 'p' THEN 'procedure ' WHEN 'a' THEN 'aggregate ' ELSE 'function ' END
               || p.oid::regprocedure AS object
    FROM pg_proc AS p
    JOIN ns ON ns.oid = pronamespace
    WHERE NOT EXISTS (SELECT FROM member AS m WHERE m.classid = 'pg_proc'::regclass AND m.objid = p.oid)
),
extension AS (
    SELECT x.oid, format('extension %I', extname) AS object, extowner, extversion, n.nspname
    FROM pg_extension AS x
    JOIN pg_namespace AS n ON n.oid = extnamespace
    WHERE CASE WHEN :schemas IS NULL THEN extname <> 'plpgsql' ELSE n.nspname = ANY (:schemas) END
),
-- Objects that have owners, privileges and comments.
obj (classid, oid, object, owner, acl, acltype) AS MATERIALIZED (
    SELECT 'pg_namespace'::regclass::oid, oid, format('schema %I', nspname), nspowner, nspacl, 'n'::"char" FROM ns
    UNION ALL
    SELECT 'pg_class'::regclass, oid, object, relowner, relacl, CASE relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END
    FROM rel WHERE relkind <> 'c'
    UNION ALL
    SELECT 'pg_type'::regclass, oid, object, typowner, typacl, 'T' FROM typ
    UNION ALL
    SELECT 'pg_proc'::regclass, oid, object, proowner, proacl, 'f' FROM fun
    UNION ALL
    SELECT 'pg_extension'::regclass, oid, object, extowner, NULL, NULL FROM extension
    UNION ALL
    SELECT 'pg_statistic_ext'::regclass, s.oid, format('statistics %I.%I', nspname, stxname), stxowner, NULL, NULL
    FROM pg_statistic_ext AS s JOIN ns ON ns.oid = stxnamespace
    UNION ALL
    SELECT 'pg_collation'::regclass, c.oid, format('collation %I.%I', nspname, collname), collowner, NULL, NULL
    FROM pg_collation AS c JOIN ns ON ns.oid = collnamespace
    UNION ALL
    SELECT 'pg_operator'::regclass, o.oid, 'operator ' || o.oid::regoperator, oprowner, NULL, NULL
    FROM pg_operator AS o JOIN ns ON ns.oid = oprnamespace
    UNION ALL
    SELECT 'pg_opclass'::regclass, o.oid, format('operator class %I.%I using %s', nspname, opcname, amname), opcowner,
           NULL, NULL
    FROM pg_opclass AS o JOIN ns ON ns.oid = opcnamespace JOIN pg_am AS a ON a.oid = opcmethod
    UNION ALL
    SELECT 'pg_ts_config'::regclass, c.oid, format('text search configuration %I.%I', nspname, cfgname), cfgowner, NULL,
           NULL
    FROM pg_ts_config AS c JOIN ns ON ns.oid = cfgnamespace
    UNION ALL
    SELECT 'pg_ts_dict'::regclass, d.oid, format('text search dictionary %I.%I', nspname, dictname), dictowner, NULL, NULL
    FROM pg_ts_dict AS d JOIN ns ON ns.oid = dictnamespace
    UNION ALL
    SELECT 'pg_publication'::regclass, oid, format('publication %I', pubname), pubowner, NULL, NULL
    FROM pg_publication WHERE :schemas IS NULL
    UNION ALL
    SELECT 'pg_event_trigger'::regclass, oid, format('event trigger %I', evtname), evtowner, NULL, NULL
    FROM pg_event_trigger WHERE :schemas IS NULL
    UNION ALL
    SELECT 'pg_language'::regclass, oid, format('language %I', lanname), lanowner, lanacl, 'l'
    FROM pg_language WHERE :schemas IS NULL AND lanispl
    UNION ALL
    SELECT 'pg_foreign_data_wrapper'::regclass, oid, format('foreign data wrapper %I', fdwname), fdwowner, fdwacl, 'F'
    FROM pg_foreign_data_wrapper WHERE :schemas IS NULL
    UNION ALL
    SELECT 'pg_foreign_server'::regclass, oid, format('server %I', srvname), srvowner, srvacl, 'S'
    FROM pg_foreign_server WHERE :schemas IS NULL
),
own AS (
    SELECT o.* FROM obj AS o
    WHERE NOT EXISTS (SELECT FROM member AS m WHERE m.classid = o.classid AND m.objid = o.oid)
),
-- Parts of objects: what has a line of its own, and may have a comment.
part (classid, oid, subid, object, name, definition) AS MATERIALIZED (
    SELECT 'pg_class'::regclass::oid, rel.oid, attnum::int, object, format('column %I', attname),
           CASE WHEN relkind IN ('r', 'p', 'f', 'c') OR d.oid IS NOT NULL THEN
               format('%s %I %s', CASE relkind WHEN 'c' THEN 'ATTRIBUTE' ELSE 'COLUMN' END, attname,
                      format_type(atttypid, atttypmod))
               || coalesce(' COLLATE ' || CASE WHEN attcollation <> t.typcollation
                                               THEN attcollation::regcollation::text END, '')
               || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END
               || CASE WHEN attidentity = 'a' THEN ' GENERATED ALWAYS AS IDENTITY'
                       WHEN attidentity = 'd' THEN ' GENERATED BY DEFAULT AS IDENTITY'
                       WHEN attgenerated <> '' THEN format(' GENERATED ALWAYS AS (%s) %s', pg_get_expr(adbin, adrelid),
                                                           CASE attgenerated WHEN 's' THEN 'STORED' ELSE 'VIRTUAL' END)
                       ELSE coalesce(' DEFAULT ' || pg_get_expr(adbin, adrelid), '') END
               || CASE WHEN attstorage <> t.typstorage
                       THEN ' STORAGE ' || CASE attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL'
                                                           WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END ELSE '' END
               || CASE attcompression WHEN 'p' THEN ' COMPRESSION pglz' WHEN 'l' THEN ' COMPRESSION lz4' ELSE '' END
               || coalesce(' STATISTICS ' || nullif(attstattarget, -1), '')
               || coalesce(' SET (' || array_to_string(attoptions, ', ') || ')', '')
               || coalesce(' OPTIONS (' || array_to_string(attfdwoptions, ', ') || ')', '')
               || CASE WHEN attislocal AND attinhcount > 0 THEN ' LOCAL AND INHERITED'
                       WHEN attislocal THEN '' ELSE ' INHERITED' END END
    FROM rel
    JOIN pg_attribute AS a ON attrelid = rel.oid AND attnum > 0 AND NOT attisdropped
    JOIN pg_type AS t ON t.oid = atttypid
    LEFT JOIN pg_attrdef AS d ON adrelid = attrelid AND adnum = attnum
    WHERE relkind <> 'S'
    UNION ALL
    SELECT 'pg_constraint'::regclass, k.oid, 0, coalesce(rel.object, typ.object), format('constraint %I', conname),
           format('CONSTRAINT %I %s%s', conname, pg_get_constraintdef(k.oid),
                  CASE WHEN NOT conislocal THEN ' INHERITED' ELSE '' END)
    FROM pg_constraint AS k
    LEFT JOIN rel ON rel.oid = conrelid
    LEFT JOIN typ ON typ.oid = contypid
    WHERE coalesce(rel.object, typ.object) IS NOT NULL
      AND contype <> 't'
      -- What PostgreSQL 18 keeps of each NOT NULL is in the column's line already, unless somebody named it.
      AND NOT (contype = 'n' AND convalidated AND conname ~ '_not_null\d*$')
    UNION ALL
    SELECT 'pg_class'::regclass, c.oid, 0, object, format('index %I', c.relname),
           nullif(concat_ws(' ', CASE WHEN k.oid IS NULL THEN pg_get_indexdef(indexrelid)
                                      WHEN state <> '' OR c.reloptions IS NOT NULL THEN format('INDEX %I', c.relname) END,
                            CASE WHEN k.oid IS NOT NULL
                                 THEN 'WITH (' || array_to_string(c.reloptions, ', ') || ')' END,
                            nullif(state, '')), '')
    FROM pg_index
    JOIN rel ON rel.oid = indrelid
    JOIN pg_class AS c ON c.oid = indexrelid
    LEFT JOIN pg_constraint AS k ON conindid = indexrelid AND conrelid = indrelid AND contype IN ('p', 'u', 'x')
    CROSS JOIN LATERAL concat_ws(' ', CASE WHEN NOT indisvalid THEN 'INVALID' END,
                                 CASE WHEN NOT indisready THEN 'NOT READY' END,
                                 CASE WHEN indisclustered THEN 'CLUSTER' END,
                                 CASE WHEN indisreplident THEN 'REPLICA IDENTITY' END,
                                 'TABLESPACE ' || (SELECT quote_ident(spcname) FROM pg_tablespace AS s
                                                   WHERE s.oid = c.reltablespace)) AS state
    UNION ALL
    SELECT 'pg_trigger'::regclass, t.oid, 0, object, format('trigger %I', tgname),
           pg_get_triggerdef(t.oid) || CASE tgenabled WHEN 'D' THEN ' DISABLE' WHEN 'R' THEN ' ENABLE REPLICA'
                                                      WHEN 'A' THEN ' ENABLE ALWAYS' ELSE '' END
    FROM pg_trigger AS t JOIN rel ON rel.oid = tgrelid
    WHERE NOT tgisinternal
    UNION ALL
    SELECT 'pg_rewrite'::regclass, r.oid, 0, object, format('rule %I', rulename),
           pg_get_ruledef(r.oid) || CASE ev_enabled WHEN 'D' THEN ' DISABLE' WHEN 'R' THEN ' ENABLE REPLICA'
                                                    WHEN 'A' THEN ' ENABLE ALWAYS' ELSE '' END
    FROM pg_rewrite AS r JOIN rel ON rel.oid = ev_class
    WHERE rulename <> '_RETURN'
    UNION ALL
    SELECT 'pg_policy'::regclass, p.oid, 0, object, format('policy %I', polname),
           format('POLICY %I AS %s FOR %s TO %s', polname,
                  CASE WHEN polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
                  CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
                              ELSE 'ALL' END,
                  (SELECT string_agg(role, ', ' ORDER BY role COLLATE "C")
                   FROM unnest(polroles) AS r
                   CROSS JOIN LATERAL (SELECT CASE r WHEN 0 THEN 'PUBLIC'
                                                     ELSE quote_ident(pg_get_userbyid(r)) END) AS x (role)))
               || coalesce(' USING (' || pg_get_expr(polqual, polrelid) || ')', '')
               || coalesce(' WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')', '')
    FROM pg_policy AS p JOIN rel ON rel.oid = polrelid
),
line (object, part, definition) AS (
    -- relations
    SELECT object, '', CASE relkind
        WHEN 'v' THEN concat_ws(' ', 'CREATE VIEW', name, 'WITH (' || array_to_string(reloptions, ', ') || ')', 'AS')
                      || E'\n' || pg_get_viewdef(oid)
        WHEN 'm' THEN concat_ws(' ', 'CREATE MATERIALIZED VIEW', name,
                                'WITH (' || array_to_string(reloptions, ', ') || ')', 'AS')
                      || E'\n' || pg_get_viewdef(oid)
        ELSE concat_ws(' ', 'CREATE', CASE relpersistence WHEN 'u' THEN 'UNLOGGED' END,
                       CASE relkind WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, name,
                       'OF ' || nullif(reloftype, 0)::regtype,
                       CASE WHEN relispartition THEN 'PARTITION OF' ELSE 'INHERITS' END || ' '
                           || (SELECT string_agg(inhparent::regclass::text, ', ' ORDER BY inhseqno)
                               FROM pg_inherits WHERE inhrelid = rel.oid),
                       pg_get_expr(relpartbound, oid),
                       'PARTITION BY ' || CASE relkind WHEN 'p' THEN pg_get_partkeydef(oid) END,
                       'USING ' || (SELECT amname FROM pg_am WHERE pg_am.oid = relam AND amname <> 'heap'),
                       (SELECT concat_ws(' ', format('SERVER %I', srvname),
                                         'OPTIONS (' || array_to_string(ftoptions, ', ') || ')')
                        FROM pg_foreign_table JOIN pg_foreign_server AS s ON s.oid = ftserver WHERE ftrelid = rel.oid),
                       'WITH (' || array_to_string(reloptions, ', ') || ')',
                       'TABLESPACE ' || (SELECT quote_ident(spcname) FROM pg_tablespace AS s
                                         WHERE s.oid = reltablespace))
        END
    FROM rel WHERE relkind NOT IN ('S', 'c')
    UNION ALL
    SELECT object, 'row security', concat_ws(' AND ', CASE WHEN relrowsecurity THEN 'ENABLE ROW LEVEL SECURITY' END,
                                             CASE WHEN relforcerowsecurity THEN 'FORCE ROW LEVEL SECURITY' END)
    FROM rel WHERE relrowsecurity OR relforcerowsecurity
    UNION ALL
    SELECT object, 'replica identity', CASE relreplident WHEN 'f' THEN 'REPLICA IDENTITY FULL'
                                                         WHEN 'n' THEN 'REPLICA IDENTITY NOTHING' END
    FROM rel WHERE relkind IN ('r', 'p') AND relreplident IN ('f', 'n')
    UNION ALL
    SELECT object, ':order', (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
                              FROM pg_attribute WHERE attrelid = rel.oid AND attnum > 0 AND NOT attisdropped)
    FROM rel WHERE relkind IN ('r', 'p', 'f', 'c')
    UNION ALL
    SELECT object, '', concat_ws(' ', CASE relpersistence WHEN 'u' THEN 'CREATE UNLOGGED SEQUENCE' ELSE 'CREATE SEQUENCE' END,
                                 name, 'AS ' || nullif(seqtypid, 'bigint'::regtype)::regtype,
                                 'START WITH ' || nullif(seqstart, CASE WHEN seqincrement > 0 THEN seqmin ELSE seqmax END),
                                 'INCREMENT BY ' || nullif(seqincrement, 1),
                                 'MINVALUE ' || nullif(seqmin, CASE WHEN seqincrement > 0 THEN 1 ELSE lowest END),
                                 'MAXVALUE ' || nullif(seqmax, CASE WHEN seqincrement > 0 THEN highest ELSE -1 END),
                                 'CACHE ' || nullif(seqcache, 1),
                                 CASE WHEN seqcycle THEN 'CYCLE' END,
                                 (SELECT format('%s %s.%I', CASE deptype WHEN 'i' THEN 'IDENTITY OF' ELSE 'OWNED BY' END,
                                                refobjid::regclass, attname)
                                  FROM pg_depend JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
                                  WHERE classid = 'pg_class'::regclass AND objid = rel.oid AND deptype IN ('a', 'i')
                                    AND refclassid = 'pg_class'::regclass))
    FROM rel
    JOIN pg_sequence ON seqrelid = rel.oid
    JOIN (VALUES ('smallint'::regtype, -32768, 32767), ('integer', -2147483648, 2147483647),
                 ('bigint', -9223372036854775808, 9223372036854775807)) AS range (type, lowest, highest)
         ON type = seqtypid
    UNION ALL
    SELECT object, name, definition FROM part WHERE definition IS NOT NULL
    UNION ALL
    SELECT object, format('publication %I', pubname), format('IN PUBLICATION %I', pubname)
               || CASE WHEN jsonb_array_length(published -> 'attnames')
                            < (SELECT count(*) FROM pg_attribute
                               WHERE attrelid = rel.oid AND attnum > 0 AND NOT attisdropped)
                       THEN ' ' || (published ->> 'attnames') ELSE '' END
               || coalesce(' WHERE ' || (published ->> 'rowfilter'), '')
    FROM rel
    JOIN (SELECT t.schemaname, t.tablename, t.pubname, to_jsonb(t) AS published
          FROM pg_publication_tables AS t JOIN pg_publication AS p ON p.pubname = t.pubname
          WHERE NOT puballtables) AS t ON schemaname = nspname AND tablename = relname
    -- types
    UNION ALL
    SELECT object, '', CASE typtype
        WHEN 'e' THEN format('CREATE TYPE %s AS ENUM (%s)', name,
                             (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder)
                              FROM pg_enum WHERE enumtypid = typ.oid))
        WHEN 'd' THEN format('CREATE DOMAIN %s AS %s', name, format_type(typbasetype, typtypmod))
                      || CASE WHEN typcollation <> (SELECT b.typcollation FROM pg_type AS b WHERE b.oid = typ.typbasetype)
                              THEN ' COLLATE ' || typcollation::regcollation ELSE '' END
                      || coalesce(' DEFAULT ' || typdefault, '') || CASE WHEN typnotnull THEN ' NOT NULL' ELSE '' END
        WHEN 'r' THEN (SELECT concat_ws(', ', format('CREATE TYPE %s AS RANGE (SUBTYPE = %s', name, rngsubtype::regtype),
                                        'COLLATION = ' || nullif(rngcollation, 0)::regcollation,
                                        'CANONICAL = ' || nullif(rngcanonical::oid, 0)::regproc,
                                        'SUBTYPE_DIFF = ' || nullif(rngsubdiff::oid, 0)::regproc,
                                        'MULTIRANGE_TYPE_NAME = ' || rngmultitypid::regtype || ')')
                       FROM pg_range WHERE rngtypid = typ.oid)
        WHEN 'c' THEN format('CREATE TYPE %s AS', name)
        ELSE CASE WHEN typisdefined
                  THEN concat_ws(', ', format('CREATE TYPE %s (INPUT = %s', name, typinput),
                                 'OUTPUT = ' || typoutput, 'INTERNALLENGTH = ' || typlen,
                                 'ALIGNMENT = ' || typalign::text, 'STORAGE = ' || typstorage::text,
                                 'CATEGORY = ' || typcategory::text,
                                 'DEFAULT = ' || quote_literal(typdefault)) || ')'
                  ELSE format('CREATE TYPE %s', name) END
        END
    FROM typ
    -- functions
    UNION ALL
    SELECT object, '', CASE prokind
        WHEN 'a' THEN (SELECT concat_ws(', ', format('CREATE AGGREGATE %s (SFUNC = %s', fun.oid::regprocedure, aggtransfn),
                                        'STYPE = ' || aggtranstype::regtype,
                                        'FINALFUNC = ' || nullif(aggfinalfn::oid, 0)::regproc,
                                        'COMBINEFUNC = ' || nullif(aggcombinefn::oid, 0)::regproc,
                                        'INITCOND = ' || quote_literal(agginitval),
                                        'SORTOP = ' || nullif(aggsortop, 0)::regoperator,
                                        'PARALLEL = ' || proparallel::text) || ')'
                       FROM pg_aggregate WHERE aggfnoid = fun.oid)
        ELSE rtrim(pg_get_functiondef(oid), E'\n') END
    FROM fun
    -- everything else
    UNION ALL
    SELECT object, '', 'CREATE SCHEMA ' || substr(object, 8) FROM own WHERE classid = 'pg_namespace'::regclass
    UNION ALL
    SELECT object, '', format('CREATE EXTENSION %s VERSION %L SCHEMA %I', substr(object, 11), extversion, nspname)
    FROM extension
    UNION ALL
    SELECT object, '', pg_get_statisticsobjdef(oid) FROM own WHERE classid = 'pg_statistic_ext'::regclass
    UNION ALL
    SELECT object, '', 'CREATE COLLATION '
                       || (to_jsonb(c) - '{oid,collname,collowner,collnamespace,collversion}'::text[])::text
    FROM own JOIN pg_collation AS c ON c.oid = own.oid WHERE classid = 'pg_collation'::regclass
    UNION ALL
    SELECT object, '', concat_ws(', ', format('CREATE OPERATOR %s (FUNCTION = %s', o.oid::regoperator, oprcode),
                                 'COMMUTATOR = ' || nullif(oprcom, 0)::regoperator,
                                 'NEGATOR = ' || nullif(oprnegate, 0)::regoperator,
                                 'RESTRICT = ' || nullif(oprrest::oid, 0)::regproc,
                                 'JOIN = ' || nullif(oprjoin::oid, 0)::regproc,
                                 CASE WHEN oprcanhash THEN 'HASHES' END, CASE WHEN oprcanmerge THEN 'MERGES' END) || ')'
    FROM own JOIN pg_operator AS o ON o.oid = own.oid WHERE classid = 'pg_operator'::regclass
    UNION ALL
    SELECT object, '', concat_ws(' ', 'CREATE OPERATOR CLASS', CASE WHEN opcdefault THEN 'DEFAULT' END, 'FOR TYPE',
                                 opcintype::regtype,
                                 (SELECT string_agg(format('OPERATOR %s %s', amopstrategy, amopopr::regoperator), ', '
                                                    ORDER BY amopstrategy, amopopr::regoperator::text COLLATE "C")
                                  FROM pg_amop WHERE amopfamily = opcfamily),
                                 (SELECT string_agg(format('FUNCTION %s %s', amprocnum, amproc), ', '
                                                    ORDER BY amprocnum, amproc::text COLLATE "C")
                                  FROM pg_amproc WHERE amprocfamily = opcfamily))
    FROM own JOIN pg_opclass AS o ON o.oid = own.oid WHERE classid = 'pg_opclass'::regclass
    UNION ALL
    SELECT object, '', concat_ws(' ', 'PARSER', cfgparser,
                                 (SELECT string_agg(format('MAPPING %s %s %s', maptokentype, mapseqno,
                                                           mapdict::regdictionary), ', ' ORDER BY maptokentype, mapseqno)
                                  FROM pg_ts_config_map WHERE mapcfg = c.oid))
    FROM own
    JOIN (SELECT c.oid, format('%I', prsname) AS cfgparser
          FROM pg_ts_config AS c JOIN pg_ts_parser AS p ON p.oid = cfgparser) AS c ON c.oid = own.oid
    WHERE classid = 'pg_ts_config'::regclass
    UNION ALL
    SELECT object, '', concat_ws(' ', 'TEMPLATE', tmplname, dictinitoption)
    FROM own JOIN pg_ts_dict AS d ON d.oid = own.oid JOIN pg_ts_template AS t ON t.oid = dicttemplate
    WHERE classid = 'pg_ts_dict'::regclass
    UNION ALL
    SELECT object, '', 'CREATE PUBLICATION ' || (to_jsonb(p) - '{oid,pubname,pubowner}'::text[])::text
    FROM own JOIN pg_publication AS p ON p.oid = own.oid WHERE classid = 'pg_publication'::regclass
    UNION ALL
    SELECT object, '', concat_ws(' ', 'CREATE EVENT TRIGGER ON', evtevent,
                                 'WHEN TAG IN (' || array_to_string(evttags, ', ') || ')', 'EXECUTE FUNCTION', evtfoid::regproc,
                                 nullif('ENABLED ' || evtenabled::text, 'ENABLED O'))
    FROM own JOIN pg_event_trigger AS e ON e.oid = own.oid WHERE classid = 'pg_event_trigger'::regclass
    UNION ALL
    SELECT object, '', concat_ws(' ', 'CREATE', CASE WHEN lanpltrusted THEN 'TRUSTED' END, 'LANGUAGE HANDLER',
                                 lanplcallfoid::regproc)
    FROM own JOIN pg_language AS l ON l.oid = own.oid WHERE classid = 'pg_language'::regclass AND lanname <> 'plpgsql'
    UNION ALL
    SELECT object, '', concat_ws(' ', 'CREATE FOREIGN DATA WRAPPER HANDLER', nullif(fdwhandler, 0)::regproc,
                                 'VALIDATOR ' || nullif(fdwvalidator, 0)::regproc,
                                 'OPTIONS (' || array_to_string(fdwoptions, ', ') || ')')
    FROM own JOIN pg_foreign_data_wrapper AS f ON f.oid = own.oid WHERE classid = 'pg_foreign_data_wrapper'::regclass
    UNION ALL
    SELECT object, '', concat_ws(' ', 'CREATE SERVER', 'TYPE ' || quote_literal(srvtype),
                                 'VERSION ' || quote_literal(srvversion), 'FOREIGN DATA WRAPPER',
                                 (SELECT quote_ident(fdwname) FROM pg_foreign_data_wrapper AS f WHERE f.oid = srvfdw),
                                 'OPTIONS (' || array_to_string(srvoptions, ', ') || ')')
    FROM own JOIN pg_foreign_server AS s ON s.oid = own.oid WHERE classid = 'pg_foreign_server'::regclass
    UNION ALL
    SELECT format('cast (%s as %s)', castsource::regtype, casttarget::regtype), '',
           format('CREATE CAST %s %s %s', CASE castfunc WHEN 0 THEN 'WITHOUT FUNCTION'
                                                        ELSE 'WITH FUNCTION ' || castfunc::regprocedure END,
                  castcontext, castmethod)
    FROM pg_cast AS c
    WHERE :schemas IS NULL AND c.oid >= 16384
      AND NOT EXISTS (SELECT FROM member AS m WHERE m.classid = 'pg_cast'::regclass AND m.objid = c.oid)
    -- owners, comments, privileges
    UNION ALL
    SELECT object, ':owner', format('OWNER TO %I', pg_get_userbyid(owner)) FROM own
    WHERE classid <> 'pg_language'::regclass
    UNION ALL
    SELECT object, ':comment', format('COMMENT IS %L', description)
    FROM own JOIN pg_description AS d ON classoid = classid AND objoid = own.oid AND objsubid = 0
    WHERE classid <> 'pg_language'::regclass
    UNION ALL
    SELECT object, format('comment on %s', name), format('COMMENT ON %s%s IS %L', upper(split_part(name, ' ', 1)), substr(name, strpos(name, ' ')),
                                                     description)
    FROM part JOIN pg_description ON classoid = classid AND objoid = part.oid AND objsubid = subid
    UNION ALL
    SELECT object, format('grant to %s', grantee), format('%s %s %s %s%s', verb, privileges, word, grantee, clause)
    FROM own
    CROSS JOIN LATERAL (
        SELECT CASE WHEN granted THEN 'GRANT' ELSE 'REVOKE' END AS verb,
               CASE WHEN granted THEN 'TO' ELSE 'FROM' END AS word,
               CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END AS grantee,
               string_agg(privilege_type, ', ' ORDER BY privilege_type COLLATE "C") AS privileges,
               CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
                   || CASE WHEN granted AND grantor <> owner THEN format(' GRANTED BY %I', pg_get_userbyid(grantor))
                           ELSE '' END AS clause
        FROM (SELECT true AS granted, a.* FROM aclexplode(coalesce(acl, acldefault(acltype, owner))) AS a
              WHERE NOT EXISTS (SELECT FROM aclexplode(acldefault(acltype, owner)) AS d
                                WHERE (d.grantee, d.privilege_type, d.is_grantable)
                                      = (a.grantee, a.privilege_type, a.is_grantable))
              UNION ALL
              SELECT false, a.* FROM aclexplode(acldefault(acltype, owner)) AS a
              WHERE NOT EXISTS (SELECT FROM aclexplode(acl) AS d
                                WHERE (d.grantee, d.privilege_type) = (a.grantee, a.privilege_type))) AS a
        GROUP BY granted, a.grantee, is_grantable, CASE WHEN granted THEN grantor END, grantor <> owner, grantor
    ) AS g
    WHERE acl IS NOT NULL
    UNION ALL
    SELECT object, format('grant on column %I to %s', attname, grantee),
           format('GRANT %s (%I) TO %s%s', privileges, attname, grantee, clause)
    FROM rel
    JOIN pg_attribute ON attrelid = rel.oid AND attacl IS NOT NULL AND NOT attisdropped
    CROSS JOIN LATERAL (
        SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END AS grantee,
               string_agg(privilege_type, ', ' ORDER BY privilege_type COLLATE "C") AS privileges,
               CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END AS clause
        FROM aclexplode(attacl) AS a
        GROUP BY a.grantee, is_grantable
    ) AS g
    UNION ALL
    SELECT coalesce(format('schema %I', nspname), 'default privileges'),
           format('default privileges for %I on %s', pg_get_userbyid(defaclrole), kind),
           format('ALTER DEFAULT PRIVILEGES FOR ROLE %I ON %s: %s', pg_get_userbyid(defaclrole), kind,
                  (SELECT string_agg(i::text, ' ' ORDER BY i::text COLLATE "C") FROM unnest(defaclacl) AS i))
    FROM pg_default_acl
    LEFT JOIN ns ON ns.oid = defaclnamespace
    CROSS JOIN LATERAL (SELECT CASE defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
                                                  WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS'
                                                  ELSE 'LARGE OBJECTS' END) AS k (kind)
    WHERE ns.oid IS NOT NULL OR (:schemas IS NULL AND defaclnamespace = 0)
    -- what belongs to the whole server
    UNION ALL
    SELECT format('role %I', rolname), '', 'CREATE ROLE '
           || (to_jsonb(r) - '{oid,rolname,rolpassword,rolconfig}'::text[])::text
    FROM pg_roles AS r
    WHERE :schemas IS NULL AND r.oid >= 16384
    UNION ALL
    SELECT format('role %I', m.rolname), format('member of %I', g.rolname),
           format('GRANT %I TO %I%s', g.rolname, m.rolname, CASE WHEN admin_option THEN ' WITH ADMIN OPTION' ELSE '' END)
    FROM pg_auth_members AS a JOIN pg_roles AS g ON g.oid = roleid JOIN pg_roles AS m ON m.oid = member
    WHERE :schemas IS NULL AND m.oid >= 16384
    UNION ALL
    SELECT CASE WHEN rolname IS NULL THEN 'database' ELSE format('role %I', rolname) END,
           format('setting %s%s', CASE setdatabase WHEN 0 THEN '' ELSE 'in this database ' END, split_part(s, '=', 1)),
           format('SET %s', s)
    FROM pg_db_role_setting
    LEFT JOIN pg_roles AS r ON r.oid = setrole
    CROSS JOIN LATERAL unnest(setconfig) AS s
    WHERE :schemas IS NULL AND setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
)
SELECT object, part, definition FROM line ORDER BY object COLLATE "C", part COLLATE "C", definition COLLATE "C"
