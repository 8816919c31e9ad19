package dev.bailiwick.db.loss;

import dev.bailiwick.db.run.SectionSettings;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.model.domain.Domain;
import java.util.List;

/** What other schemas have that depends on objects of a domain's schema: foreign keys, views, functions, defaults, columns. */
public final class DependentObjects {
    private static final String QUERY = """
            BEGIN READ ONLY;
            SET LOCAL search_path = %1$s;
            WITH here AS (
                SELECT 1259::oid AS classid, oid FROM pg_catalog.pg_class WHERE relnamespace = (%2$s)
                UNION ALL SELECT 1247, oid FROM pg_catalog.pg_type WHERE typnamespace = (%2$s)
                UNION ALL SELECT 1255, oid FROM pg_catalog.pg_proc WHERE pronamespace = (%2$s)
            ), dependent AS (
                SELECT d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid,
                       CASE d.classid
                       WHEN 1259 THEN d.objid
                       WHEN 2606 THEN (SELECT conrelid FROM pg_catalog.pg_constraint WHERE oid = d.objid)
                       WHEN 2618 THEN (SELECT ev_class FROM pg_catalog.pg_rewrite WHERE oid = d.objid)
                       WHEN 2620 THEN (SELECT tgrelid FROM pg_catalog.pg_trigger WHERE oid = d.objid)
                       WHEN 2604 THEN (SELECT adrelid FROM pg_catalog.pg_attrdef WHERE oid = d.objid)
                       WHEN 3256 THEN (SELECT polrelid FROM pg_catalog.pg_policy WHERE oid = d.objid)
                       END AS relation
                FROM pg_catalog.pg_depend AS d
                JOIN here ON d.refclassid = here.classid AND d.refobjid = here.oid
                WHERE d.deptype IN ('n', 'a')
            ), placed AS (
                SELECT p.*, coalesce(
                       (SELECT relnamespace FROM pg_catalog.pg_class WHERE oid = p.relation),
                       CASE p.classid
                       WHEN 1247 THEN (SELECT typnamespace FROM pg_catalog.pg_type WHERE oid = p.objid)
                       WHEN 1255 THEN (SELECT pronamespace FROM pg_catalog.pg_proc WHERE oid = p.objid)
                       WHEN 2606 THEN (SELECT connamespace FROM pg_catalog.pg_constraint WHERE oid = p.objid)
                       END) AS namespace
                FROM dependent AS p
            )
            SELECT DISTINCT n.nspname,
                   CASE p.classid WHEN 2618 THEN pg_catalog.pg_describe_object(1259, p.relation, 0)
                   ELSE pg_catalog.pg_describe_object(p.classid, p.objid, p.objsubid) END,
                   pg_catalog.pg_describe_object(p.refclassid, p.refobjid, 0)
            FROM placed AS p
            JOIN pg_catalog.pg_namespace AS n ON n.oid = p.namespace
            WHERE n.oid <> (%2$s) AND n.nspname !~ '^pg_'
            ORDER BY 1, 2, 3;
            COMMIT
            """;

    private final Session session;

    public DependentObjects(Session session) {
        this.session = session;
    }

    /**
     * One of them.
     *
     * @param schema where it is
     * @param object as PostgreSQL describes it in its messages
     * @param on what it depends on
     */
    public record Dependent(String schema, String object, String on) {

        /** In PostgreSQL's words. */
        public String line() {
            return object + " depends on " + on;
        }
    }

    /** All of them, by schema. */
    public List<Dependent> of(Domain domain) {
        return session.query(
                QUERY.formatted(
                        SectionSettings.searchPath(domain),
                        "SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = " + Quote.literal(domain.schema())),
                row -> new Dependent(row.getString(1), row.getString(2), row.getString(3)));
    }
}
