package dev.bailiwick.db.run;

import dev.bailiwick.db.history.TrackingTables;
import dev.bailiwick.db.section.RunSettings;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.model.script.Direction;
import java.math.BigDecimal;
import java.util.List;

/** The one query that records the units of a group, rows and log entries. */
final class RecordGroupQuery {
    private final RunSettings run;

    RecordGroupQuery(RunSettings run) {
        this.run = run;
    }

    /**
     * Records units of one domain and direction that ran in one transaction, and tells {@link RunMessages#RECORDED}: last log entry and last row.
     *
     * @param times when each began, and the last one ended, in seconds since 1970
     */
    String of(List<SectionRun> units, List<BigDecimal> times) {
        SectionRun any = units.get(0);
        String table = TrackingTables.table(any.domain());
        String log = TrackingTables.log(any.domain());
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < units.size(); i++) {
            SectionRun unit = units.get(i);
            rows.append(i == 0 ? "" : ",\n")
                    .append("(")
                    .append(i)
                    .append(", ")
                    .append(Quote.literal(unit.filename()))
                    .append(", ")
                    .append(unit.batch())
                    .append(", ")
                    .append(Quote.literal(unit.checksum()))
                    .append(", ")
                    .append(Quote.literal(unit.source()))
                    .append(", ")
                    .append(GroupMessages.milliseconds(times.get(i), times.get(i + 1)))
                    .append(", ")
                    .append(times.get(i + 1))
                    .append(")");
        }
        boolean up = any.direction() == Direction.UP;
        String change = up ? """
                        INSERT INTO %s
                            (filename, batch, checksum, applied_at, applied_by, execution_time_ms, success, source)
                        SELECT filename, batch, checksum, to_timestamp(ended), session_user, ms, true, source
                        FROM file ORDER BY n
                        RETURNING id""" : "DELETE FROM %s AS t USING file WHERE t.filename = file.filename RETURNING id";
        // A query does not see what it has written itself.
        String ordered = up ? " AND (SELECT min(id) FROM made) > coalesce((SELECT max(id) FROM " + table + "), 0)" : "";
        String last = up
                ? "(SELECT max(id) FROM made)"
                : "coalesce((SELECT max(id) FROM " + table + " WHERE id NOT IN (SELECT id FROM made)), 0)";
        return """
                WITH file (n, filename, batch, checksum, source, ms, ended) AS (VALUES
                %1$s
                ), made AS (
                %2$s
                ), entry AS (
                    INSERT INTO %3$s
                        (logged_at, action, filename, batch, checksum, execution_time_ms, db_role, client, client_addr,
                         tool_version)
                    SELECT to_timestamp(ended), %4$s, filename, batch, checksum, ms, session_user, %5$s,
                           inet_client_addr(), %6$s
                    FROM file ORDER BY n
                    RETURNING id
                )
                SELECT CASE WHEN (SELECT count(*) FROM made) = %7$d AND (SELECT count(*) FROM entry) = %7$d
                             AND (SELECT min(id) FROM entry) > coalesce((SELECT max(id) FROM %3$s), 0)%8$s
                       THEN concat_ws(' ', (SELECT max(id) FROM entry), %9$s) END
                INTO told;
                IF told IS NULL THEN %10$s END IF;
                RAISE INFO USING ERRCODE = '%11$s', MESSAGE = told;
                """.formatted(
                        rows,
                        change.formatted(table),
                        log,
                        Quote.literal(any.action()),
                        Quote.literal(run.client()),
                        Quote.literal(run.toolVersion()),
                        units.size(),
                        ordered,
                        last,
                        HistoryStatements.LOOK_CLOSELY,
                        RunMessages.RECORDED);
    }
}
