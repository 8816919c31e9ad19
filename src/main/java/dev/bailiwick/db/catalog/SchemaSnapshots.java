package dev.bailiwick.db.catalog;

import dev.bailiwick.db.history.TrackingTables;
import dev.bailiwick.db.section.RunSettings;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.OutputSettings;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SqlFile;
import dev.bailiwick.model.catalog.CatalogDescription;
import dev.bailiwick.model.catalog.CatalogLine;
import dev.bailiwick.model.domain.Domain;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Describes schemas from the catalog, and reads what the last run of a domain has left. */
public final class SchemaSnapshots {
    /** Rises when a description holds more, or says it in another way. */
    public static final int FORMAT = 2;

    private static final String QUERY = SqlFile.text("catalog.sql");

    /** Every name comes with its schema; what is read is one snapshot. */
    private static final String BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\n" + OutputSettings.FIXED
            + "SET LOCAL statement_timeout = 0;\n";

    /** Entries of the log after which the schema may be another one. */
    private static final String CHANGING =
            "action IN ('start', 'apply', 'rollback', 'mark', 'repair', 'baseline', 'adopt')";

    private final Session session;

    public SchemaSnapshots(Session session) {
        this.session = session;
    }

    /**
     * What the last run of a domain has left.
     *
     * @param at when
     * @param by the database role
     * @param client the operating system's user and host
     * @param format {@link #FORMAT} at that time
     * @param serverVersion server_version_num at that time
     * @param since what came to the log after it, one line each, oldest first
     */
    public record Kept(
            OffsetDateTime at,
            String by,
            String client,
            int format,
            int serverVersion,
            List<String> since,
            CatalogDescription description) {
        public Kept {
            since = List.copyOf(since);
        }
    }

    /** What a domain's schema holds now. */
    public CatalogDescription of(Domain domain) {
        return describe(query(domain));
    }

    /** What all of the database holds now but PostgreSQL's own and these domains' tracking tables. */
    public CatalogDescription ofDatabase(Collection<Domain> domains) {
        return describe(query("NULL::text[]", domains));
    }

    /**
     * What the schemas hold that a section must leave alone: all but the domain's own and those that it may touch.
     *
     * @param domains whose tracking tables are left out
     */
    public CatalogDescription beyond(SectionRun unit, Collection<Domain> domains) {
        List<String> schemas = session.query("SELECT nspname FROM pg_catalog.pg_namespace", row -> row.getString(1));
        String others = schemas.stream()
                .filter(schema -> !schema.startsWith("pg_") && !schema.equals("information_schema"))
                .filter(schema -> !schema.equals(unit.domain().schema()))
                .filter(schema -> !unit.touches().contains(schema))
                .map(Quote::literal)
                .collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
        return describe(query(others, domains));
    }

    /** What a domain's schema holds in the transaction that is open, with pg_catalog alone in search_path. */
    public CatalogDescription within(Domain domain) {
        return new CatalogDescription(session.query(query(domain), SchemaSnapshots::line));
    }

    private CatalogDescription describe(String query) {
        return new CatalogDescription(session.query(BEGIN + query + ";\nCOMMIT", SchemaSnapshots::line));
    }

    private static CatalogLine line(ResultSet row) throws SQLException {
        return new CatalogLine(row.getString(1), row.getString(2), row.getString(3));
    }

    private static String query(Domain domain) {
        return query("ARRAY[" + Quote.literal(domain.schema()) + "]::text[]", List.of(domain));
    }

    private static String query(String schemas, Collection<Domain> domains) {
        Stream<String> ours = domains.stream().flatMap(domain -> domain.ownTables().stream()
                .map(table -> Quote.literal(Quote.qualified(domain.schema(), table))));
        return QUERY.replace(":schemas", schemas)
                .replace(":ours", ours.collect(Collectors.joining(", ", "ARRAY[", "]::text[]")));
    }

    /** What the last run has left; empty where none has described the schema, or this role may not read it. */
    public Optional<Kept> kept(Domain domain) {
        String table = TrackingTables.catalog(domain);
        if (!session.ask(handle -> handle.createQuery(
                        "SELECT coalesce(has_table_privilege(to_regclass(:table), 'SELECT'), false)")
                .bind("table", table)
                .mapTo(Boolean.class)
                .one())) {
            return Optional.empty();
        }
        List<CatalogLine> lines = session.ask(
                handle -> handle.createQuery("SELECT unnest(objects), unnest(parts), unnest(definitions) FROM " + table)
                        .map((row, context) -> line(row))
                        .list());
        return session.ask(handle -> handle.createQuery("""
                        SELECT k.described_at, k.described_by, k.client, k.format, k.server_version,
                               coalesce((SELECT string_agg(action || ' ' || filename, chr(10) ORDER BY id)
                                         FROM %s
                                         WHERE id > k.last_log_id
                                           AND %s), '') AS since
                        FROM %s AS k
                        """.formatted(TrackingTables.log(domain), CHANGING, table))
                .map((row, context) -> new Kept(
                        row.getObject("described_at", OffsetDateTime.class),
                        row.getString("described_by"),
                        row.getString("client"),
                        row.getInt("format"),
                        row.getInt("server_version"),
                        row.getString("since").lines().toList(),
                        new CatalogDescription(lines)))
                .findOne());
    }

    /**
     * Whether a domain's schema is no longer what the last run has left, in one round trip.
     *
     * @return empty where that can't be found out: nothing is kept, it may not be read, or another major version of PostgreSQL
     *     or of the description stands between
     */
    public Optional<Boolean> drifted(Domain domain) {
        String table = TrackingTables.catalog(domain);
        String kept = "SELECT hash FROM " + table + " WHERE format = " + FORMAT + " AND server_version / 10000 = "
                + session.info().versionNumber() / 10_000 + " AND last_log_id >= (SELECT coalesce(max(id), 0) FROM "
                + TrackingTables.log(domain)
                + " WHERE " + CHANGING + ")";
        List<@Nullable String> answer = session.query(
                BEGIN + "SELECT CASE WHEN has_table_privilege(to_regclass(" + Quote.literal(table) + "), 'SELECT') THEN"
                        + " (xpath('//hash/text()', query_to_xml(" + Quote.literal(kept)
                        + ", false, false, '')))[1]::text <> " + HASH + " END FROM ("
                        + AGGREGATED.formatted(query(domain))
                        + ") AS d;\nCOMMIT",
                row -> row.getString(1));
        return Optional.ofNullable(answer.get(0)).map("t"::equals);
    }

    private static final String HASH = "md5(d.objects::text || d.parts::text || d.definitions::text)";

    private static final String AGGREGATED = """
            SELECT coalesce(array_agg(object), '{}') AS objects, coalesce(array_agg(part), '{}') AS parts,
                   coalesce(array_agg(definition), '{}') AS definitions
            FROM (
            %s
            ) AS line
            """;

    /** Describes a domain's schema and keeps that, in the open transaction of who has the domain. */
    public static String keep(Domain domain, RunSettings run) {
        String table = TrackingTables.catalog(domain);
        return """
                SET LOCAL client_min_messages = warning;
                SET LOCAL statement_timeout = 0;
                DO $bailiwick$ BEGIN IF to_regclass(%1$s) IS NULL THEN
                %2$s
                %10$sEND IF; END $bailiwick$;
                %11$s
                DELETE FROM %3$s;
                INSERT INTO %3$s (client, tool_version, last_log_id, server_version, format, hash, objects, parts, definitions)
                SELECT %4$s, %5$s, (SELECT coalesce(max(id), 0) FROM %6$s), current_setting('server_version_num')::int, %7$d,
                       %8$s, d.objects, d.parts, d.definitions
                FROM (%9$s) AS d;
                """.formatted(
                        Quote.literal(table),
                        TrackingTables.catalogDefinition(domain),
                        table,
                        Quote.literal(run.client()),
                        Quote.literal(run.toolVersion()),
                        TrackingTables.log(domain),
                        FORMAT,
                        HASH,
                        AGGREGATED.formatted(query(domain)),
                        KEYED.formatted(Quote.literal(table), table),
                        OutputSettings.FIXED);
    }

    /**
     * Gives a table that an earlier version made its key: without one no row of it can be deleted while a publication is for
     * all tables. Who doesn't own it leaves it as it is.
     */
    private static final String KEYED = """
            ELSIF EXISTS (
                SELECT FROM pg_catalog.pg_class AS c
                WHERE c.oid = to_regclass(%1$s) AND c.relreplident = 'd' AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
                  AND NOT EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indrelid = c.oid AND i.indisprimary)) THEN
            ALTER TABLE %2$s ADD PRIMARY KEY (last_log_id);
            """;
}
