package dev.bailiwick.db.catalog;

import dev.bailiwick.db.session.Session;
import dev.bailiwick.model.catalog.CatalogTable;
import dev.bailiwick.model.report.DomainFacts;
import dev.bailiwick.model.script.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads from the catalog which tables and schemas there are; what extensions brought is left out. */
public final class CatalogReader {
    private static final String TABLES = """
            SELECT n.nspname AS schema, c.relname AS name, c.relispartition AS partition
            FROM pg_class AS c
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'f')
              AND n.nspname <> 'information_schema'
              AND n.nspname !~ '^pg_'
              AND NOT EXISTS (SELECT
                              FROM pg_depend AS d
                              WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            ORDER BY n.nspname, c.relname
            """;

    private static final String OTHERS = """
            SELECT n.nspname AS schema, c.relname AS name,
                   CASE c.relkind
                       WHEN 'v' THEN 'view'
                       WHEN 'm' THEN 'materialized view'
                       WHEN 'S' THEN 'sequence'
                       WHEN 'c' THEN 'composite type'
                       ELSE 'index'
                   END AS kind
            FROM pg_class AS c
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('v', 'm', 'S', 'c', 'i', 'I')
              AND n.nspname <> 'information_schema'
              AND n.nspname !~ '^pg_'
            ORDER BY n.nspname, c.relname
            """;

    private static final String SCHEMAS = """
            SELECT n.nspname AS schema,
                   pg_get_userbyid(n.nspowner) AS owner,
                   (SELECT count(*)
                    FROM pg_class AS c
                    WHERE c.relnamespace = n.oid
                      AND c.relkind IN ('v', 'm')
                      AND NOT EXISTS (SELECT
                                      FROM pg_depend AS d
                                      WHERE d.classid = 'pg_class'::regclass
                                        AND d.objid = c.oid
                                        AND d.deptype = 'e')) AS views,
                   (SELECT count(*)
                    FROM pg_proc AS p
                    WHERE p.pronamespace = n.oid
                      AND NOT EXISTS (SELECT
                                      FROM pg_depend AS d
                                      WHERE d.classid = 'pg_proc'::regclass
                                        AND d.objid = p.oid
                                        AND d.deptype = 'e')) AS functions
            FROM pg_namespace AS n
            WHERE n.nspname !~ '^pg_'
            """;

    private final Session session;

    public CatalogReader(Session session) {
        this.session = session;
    }

    /** All tables but temporary ones, by schema and name. */
    public List<CatalogTable> tables() {
        return session.ask(handle -> handle.createQuery(TABLES)
                .map((row, context) ->
                        new CatalogTable(row.getString("schema"), row.getString("name"), row.getBoolean("partition")))
                .list());
    }

    /** What else has a name as tables have theirs, and what each is: a view, a sequence, an index. */
    public Map<TableName, String> others() {
        Map<TableName, String> others = new LinkedHashMap<>();
        session.ask(handle -> handle.createQuery(OTHERS)
                .map((row, context) ->
                        others.put(new TableName(row.getString("schema"), row.getString("name")), row.getString("kind"))
                                == null)
                .list());
        return others;
    }

    /** All schemas by name. */
    public Map<String, DomainFacts.Schema> schemas() {
        Map<String, DomainFacts.Schema> schemas = new LinkedHashMap<>();
        session.ask(handle -> handle.createQuery(SCHEMAS)
                .map((row, context) -> schemas.put(
                                row.getString("schema"),
                                new DomainFacts.Schema(
                                        row.getString("owner"), row.getInt("views"), row.getInt("functions")))
                        == null)
                .list());
        return schemas;
    }
}
