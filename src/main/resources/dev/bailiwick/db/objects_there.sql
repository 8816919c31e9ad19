SELECT o.number
FROM unnest(%1$s, %2$s, %3$s, %4$s, %5$s, %6$s)
         WITH ORDINALITY AS o (kind, schema, name, on_schema, on_name, arguments, number)
WHERE CASE o.kind
    WHEN 'schema' THEN EXISTS (SELECT FROM pg_namespace WHERE nspname = o.name)
    WHEN 'extension' THEN EXISTS (SELECT FROM pg_extension WHERE extname = o.name)
    WHEN 'role' THEN EXISTS (SELECT FROM pg_roles WHERE rolname = o.name)
    WHEN 'database' THEN EXISTS (SELECT FROM pg_database WHERE datname = o.name)
    WHEN 'publication' THEN EXISTS (SELECT FROM pg_publication WHERE pubname = o.name)
    WHEN 'event trigger' THEN EXISTS (SELECT FROM pg_event_trigger WHERE evtname = o.name)
    WHEN 'function' THEN EXISTS (
        SELECT FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
        WHERE p.proname = o.name AND (n.nspname = o.schema OR o.schema IS NULL AND n.nspname <> 'pg_catalog')
          AND (o.arguments IN (-1, p.pronargs) OR o.arguments = cardinality(p.proallargtypes)))
    WHEN 'procedure' THEN EXISTS (
        SELECT FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
        WHERE p.proname = o.name AND (n.nspname = o.schema OR o.schema IS NULL AND n.nspname <> 'pg_catalog')
          AND (o.arguments IN (-1, p.pronargs) OR o.arguments = cardinality(p.proallargtypes)))
    WHEN 'aggregate' THEN EXISTS (
        SELECT FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
        WHERE p.proname = o.name AND p.prokind = 'a'
          AND (n.nspname = o.schema OR o.schema IS NULL AND n.nspname <> 'pg_catalog'))
    WHEN 'type' THEN EXISTS (
        SELECT FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace
        WHERE t.typname = o.name AND (n.nspname = o.schema OR o.schema IS NULL AND n.nspname <> 'pg_catalog'))
    WHEN 'domain' THEN EXISTS (
        SELECT FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace
        WHERE t.typname = o.name AND (n.nspname = o.schema OR o.schema IS NULL AND n.nspname <> 'pg_catalog'))
    WHEN 'collation' THEN EXISTS (
        SELECT FROM pg_collation AS k JOIN pg_namespace AS n ON n.oid = k.collnamespace
        WHERE k.collname = o.name AND (n.nspname = o.schema OR o.schema IS NULL AND n.nspname <> 'pg_catalog'))
    WHEN 'statistics' THEN EXISTS (
        SELECT FROM pg_statistic_ext AS s JOIN pg_namespace AS n ON n.oid = s.stxnamespace
        WHERE s.stxname = o.name AND (n.nspname = o.schema OR o.schema IS NULL))
    WHEN 'enum value' THEN EXISTS (
        SELECT FROM pg_enum AS e JOIN pg_type AS t ON t.oid = e.enumtypid JOIN pg_namespace AS n ON n.oid = t.typnamespace
        WHERE e.enumlabel = o.name AND t.typname = o.on_name
          AND n.nspname IN (o.on_schema, CASE WHEN o.on_schema IS NULL THEN %7$s END,
                            CASE WHEN o.on_schema IS NULL THEN 'public' END))
    ELSE EXISTS (
        SELECT FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE CASE WHEN o.on_name IS NULL
              THEN c.relname = o.name
               AND (n.nspname = o.schema OR o.schema IS NULL AND n.nspname NOT IN ('pg_catalog', 'information_schema'))
               AND CASE o.kind
                   WHEN 'table' THEN c.relkind IN ('r', 'p', 'f')
                   WHEN 'view' THEN c.relkind = 'v'
                   WHEN 'materialized view' THEN c.relkind = 'm'
                   WHEN 'index' THEN c.relkind IN ('i', 'I')
                   WHEN 'sequence' THEN c.relkind = 'S'
                   ELSE false
                   END
              ELSE c.relname = o.on_name
               AND n.nspname IN (o.on_schema, CASE WHEN o.on_schema IS NULL THEN %7$s END,
                                 CASE WHEN o.on_schema IS NULL THEN 'public' END)
               AND CASE o.kind
                   WHEN 'column' THEN EXISTS (SELECT FROM pg_attribute AS a
                                              WHERE a.attrelid = c.oid AND a.attname = o.name AND NOT a.attisdropped)
                   WHEN 'constraint' THEN EXISTS (SELECT FROM pg_constraint AS k
                                                  WHERE k.conrelid = c.oid AND k.conname = o.name)
                   WHEN 'trigger' THEN EXISTS (SELECT FROM pg_trigger AS t
                                               WHERE t.tgrelid = c.oid AND t.tgname = o.name)
                   WHEN 'policy' THEN EXISTS (SELECT FROM pg_policy AS p
                                              WHERE p.polrelid = c.oid AND p.polname = o.name)
                   WHEN 'rule' THEN EXISTS (SELECT FROM pg_rewrite AS r
                                            WHERE r.ev_class = c.oid AND r.rulename = o.name)
                   ELSE false
                   END
              END)
    END
ORDER BY o.number
