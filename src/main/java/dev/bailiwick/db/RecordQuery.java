package dev.bailiwick.db;

import dev.bailiwick.model.Direction;
import dev.bailiwick.model.Domain;
import java.util.Locale;

/**
 * The one query that records a unit that is done, row and log entry, and tells what was recorded: milliseconds, log entry and
 * last row, with a blank between them. It tells nothing where a trigger has swallowed either.
 */
final class RecordQuery {
    /** Its parameters: filename, batch, checksum, source, action, message, client, tool_version. */
    private static final String TYPES = "text, integer, text, text, text, text, text, text";

    private RecordQuery() {}

    /** Records a unit that ran in a transaction. */
    static Kept.Query of(Unit unit) {
        String table = TrackingTables.table(unit.domain());
        return switch (unit.direction()) {
            case UP ->
                query(
                        unit,
                        "INSERT INTO " + table + " (filename, batch, checksum, execution_time_ms, source)"
                                + " SELECT $1, $2, $3, ms, $4 FROM run",
                        "");
            case DOWN -> query(unit, "DELETE FROM " + table + " WHERE filename = $1", " WHERE filename <> $1");
            case SEED -> query(unit, "SELECT", "");
        };
    }

    /** Records a unit whose row has said since it began that it is not done. */
    static Kept.Query ofBegun(Unit unit) {
        return unit.direction() == Direction.UP
                ? query(
                        unit,
                        "UPDATE " + TrackingTables.table(unit.domain()) + " SET success = true, error_message = NULL,"
                                + " execution_time_ms = ms, applied_at = pg_catalog.clock_timestamp() FROM run"
                                + " WHERE filename = $1",
                        "")
                : of(unit);
    }

    /**
     * The query.
     *
     * @param change changes the row, or is {@code SELECT}
     * @param left which rows it leaves in the table that were there before
     */
    private static Kept.Query query(Unit unit, String change, String left) {
        Domain domain = unit.domain();
        boolean changes = !change.equals("SELECT");
        boolean writes = changes && left.isEmpty();
        String text = """
                WITH run AS MATERIALIZED (
                    SELECT least(2147483647, 1000 * (extract(epoch FROM pg_catalog.clock_timestamp()) - coalesce(
                        nullif(pg_catalog.current_setting('bailiwick_run.since', true), '')::numeric,
                        extract(epoch FROM pg_catalog.statement_timestamp()))))::integer AS ms
                ), made AS (
                    %s
                ), entry AS (
                    INSERT INTO %s
                        (action, filename, batch, checksum, execution_time_ms, message, client, tool_version)
                    SELECT $5, $1, $2, $3, ms, $6, $7, $8 FROM run
                    RETURNING id
                )
                SELECT pg_catalog.concat_ws(' ', ms, entry.id, greatest(0, (SELECT pg_catalog.max(id) FROM %s%s)%s))
                FROM run, made, entry
                """.formatted(
                        change + (changes ? " RETURNING id" : ""),
                        TrackingTables.log(domain),
                        TrackingTables.table(domain),
                        left,
                        writes ? ", made.id" : "");
        String name = "bailiwick_run_" + unit.direction().name().toLowerCase(Locale.ROOT)
                + Long.toHexString(DomainLock.key(domain));
        return new Kept.Query(name, TYPES, text);
    }
}
