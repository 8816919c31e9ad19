package dev.bailiwick.db.run;

import dev.bailiwick.db.history.TrackingTables;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.PreparedQueries;
import dev.bailiwick.model.script.Direction;
import java.util.Locale;

/**
 * The one query that records a unit that is done, row and log entry, and tells what was recorded: milliseconds, log entry and
 * last row, with a blank between them. It tells nothing where a trigger has swallowed either, or where a number is not above
 * all that were given before. No column is left to its default, which somebody may have changed.
 */
final class RecordDoneQuery {
    /** Its parameters: filename, batch, checksum, source, action, message, client, tool_version. */
    private static final String TYPES = "text, integer, text, text, text, text, text, text";

    private RecordDoneQuery() {}

    /** What a session keeps it as, of one domain and direction. */
    static String name(SectionRun unit) {
        return PreparedQueries.name(unit.direction().name().toLowerCase(Locale.ROOT), unit.domain());
    }

    /**
     * Records a unit that ran in a transaction.
     *
     * @param ordered whether it tells nothing where a number is not above all that were given before
     */
    static PreparedQueries.Query of(SectionRun unit, boolean ordered) {
        String table = TrackingTables.table(unit.domain());
        return switch (unit.direction()) {
            case UP ->
                writing(
                        unit,
                        ordered,
                        "INSERT INTO " + table
                                + " (filename, batch, checksum, applied_at, applied_by, execution_time_ms,"
                                + " success, source) SELECT $1, $2, $3, pg_catalog.clock_timestamp(), session_user, ms,"
                                + " true, $4 FROM run",
                        " AND made.id > coalesce((SELECT pg_catalog.max(id) FROM " + table + "), 0)");
            case DOWN ->
                query(
                        unit,
                        ordered,
                        "DELETE FROM " + table + " WHERE filename = $1 RETURNING id",
                        "coalesce((SELECT pg_catalog.max(id) FROM " + table + " WHERE filename <> $1), 0)",
                        "");
            case SEED ->
                query(unit, ordered, "SELECT", "coalesce((SELECT pg_catalog.max(id) FROM " + table + "), 0)", "");
        };
    }

    /** Records a unit whose row has said since it began that it is not done. */
    static PreparedQueries.Query ofBegun(SectionRun unit) {
        return unit.direction() == Direction.UP
                ? writing(
                        unit,
                        false,
                        "UPDATE " + TrackingTables.table(unit.domain()) + " SET success = true, error_message = NULL,"
                                + " execution_time_ms = ms, applied_at = pg_catalog.clock_timestamp() FROM run"
                                + " WHERE filename = $1",
                        "")
                : of(unit, false);
    }

    private static PreparedQueries.Query writing(SectionRun unit, boolean ordered, String change, String above) {
        // A query does not see what it has written itself.
        String last = "greatest(made.id, (SELECT pg_catalog.max(id) FROM " + TrackingTables.table(unit.domain()) + "))";
        return query(unit, ordered, change + " RETURNING id", last, above);
    }

    /**
     * The query.
     *
     * @param change changes the row and gives a row where it did, or gives one
     * @param last the last row of the table, when that is done
     * @param above of an ordered one: whether the number of the row is above all others; may be empty
     */
    private static PreparedQueries.Query query(SectionRun unit, boolean ordered, String change, String last, String above) {
        String log = TrackingTables.log(unit.domain());
        String text = """
                WITH run AS MATERIALIZED (
                    SELECT least(2147483647, 1000 * (extract(epoch FROM pg_catalog.clock_timestamp()) - coalesce(
                        nullif(pg_catalog.current_setting('bailiwick_run.since', true), '')::numeric,
                        extract(epoch FROM pg_catalog.statement_timestamp()))))::integer AS ms
                ), made AS (
                    %s
                ), entry AS (
                    INSERT INTO %s
                        (logged_at, action, filename, batch, checksum, execution_time_ms, message, db_role, client,
                         client_addr, tool_version)
                    SELECT pg_catalog.clock_timestamp(), $5, $1, $2, $3, ms, $6, session_user, $7,
                           pg_catalog.inet_client_addr(), $8 FROM run
                    RETURNING id
                )
                SELECT pg_catalog.concat_ws(' ', ms, entry.id, %s)
                FROM run, made, entry
                """.formatted(change, log, last)
                + (ordered ? "WHERE entry.id > coalesce((SELECT pg_catalog.max(id) FROM " + log + "), 0)" + above : "");
        return new PreparedQueries.Query(name(unit), TYPES, text);
    }
}
