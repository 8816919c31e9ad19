package dev.bailiwick.db.history;

import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says of something that has the name of a domain's tracking table, log or catalog, and is no ordinary table, what it is. */
final class WrongRelationKind {
    private static final String READ_BY_VIEW = """
            SELECT DISTINCT n.nspname, c.relname
            FROM pg_rewrite AS r
            JOIN pg_depend AS d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
                               AND d.refclassid = 'pg_class'::regclass
            JOIN pg_class AS c ON c.oid = d.refobjid
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE r.ev_class = to_regclass(%s) AND c.oid <> r.ev_class AND c.relkind = 'r'
            """;

    private final Session session;
    private final Domain domain;

    WrongRelationKind(Session session, Domain domain) {
        this.session = session;
        this.domain = domain;
    }

    /** What a kind of relation is called, and how its name is changed. */
    private enum Kind {
        VIEW("a view", "VIEW"),
        MATERIALIZED("a materialized view", "MATERIALIZED VIEW"),
        FOREIGN("a foreign table", "FOREIGN TABLE"),
        PARTITIONED("a partitioned table", "TABLE"),
        SEQUENCE("a sequence", "SEQUENCE"),
        TYPE("a composite type", "TYPE"),
        INDEX("an index", "INDEX");

        private final String words;
        private final String sql;

        Kind(String words, String sql) {
            this.words = words;
            this.sql = sql;
        }

        static Kind of(String relkind) {
            return switch (relkind) {
                case "v" -> VIEW;
                case "m" -> MATERIALIZED;
                case "f" -> FOREIGN;
                case "p" -> PARTITIONED;
                case "S" -> SEQUENCE;
                case "c" -> TYPE;
                default -> INDEX;
            };
        }
    }

    /** @param found pg_class.relkind by name */
    Failure refusal(Map<String, String> found) {
        List<String> what = new ArrayList<>();
        List<String> next = new ArrayList<>();
        found.forEach((name, relkind) -> {
            Kind kind = Kind.of(relkind);
            what.add(domain.schema() + "." + name + " is " + kind.words + ", and not a table of Bailiwick's");
            next.addAll(next(kind, name));
        });
        return new Failure(String.join("; ", what), null, null, "nothing was run, and it was not touched", next);
    }

    private List<String> next(Kind kind, String name) {
        String relation = Quote.qualified(domain.schema(), name);
        String aside = "ALTER " + kind.sql + " " + relation + " RENAME TO " + Quote.identifier(name + "_aside") + ";";
        if (kind == Kind.VIEW || kind == Kind.MATERIALIZED) {
            List<HistoryTableSearch.Found> read = session.query(
                    READ_BY_VIEW.formatted(Quote.literal(relation)),
                    row -> new HistoryTableSearch.Found(
                            row.getString(1), row.getString(2), HistoryTableSearch.Kind.TRACKING, true));
            if (read.size() == 1) {
                HistoryTableSearch.Found table = read.get(0);
                return List.of("where " + table.qualified() + ", which it reads, is the table, as its owner: " + aside
                        + " " + table.broughtTo(domain, name));
            }
        }
        if (kind == Kind.PARTITIONED || kind == Kind.MATERIALIZED) {
            return List.of("make a table of what it holds, as its owner: " + aside + " " + copied(relation, name));
        }
        if (name.equals(domain.catalogTable())) {
            return List.of("give it another name, as its owner, and the next run makes the table: " + aside);
        }
        return List.of(
                "give it another name, as its owner: " + aside,
                "then bring the table " + domain.schema() + "." + name
                        + " back, where there was one, or else let the next run begin");
    }

    private String copied(String relation, String name) {
        String aside = Quote.qualified(domain.schema(), name + "_aside");
        return "CREATE TABLE " + relation + " (LIKE " + aside + " INCLUDING ALL); INSERT INTO " + relation
                + " SELECT * FROM " + aside + ";";
    }
}
