package dev.bailiwick.db;

import dev.bailiwick.model.Domain;
import dev.bailiwick.model.History;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The SQL text around a section: what runs before it and after it, in the same message and the same transaction.
 *
 * <p>Before: take the domain, check that its history is the one that was planned from, make the session what psql would
 * have. After: undo what the section did to the session, record, tell what was recorded.
 */
final class Messages {
    /** SQLSTATEs that the text below raises, to be told from errors of the section itself. */
    static final String LOCKED = "BWLCK";

    static final String MOVED = "BWMVD";

    /** The section dropped the tracking table with its schema. */
    static final String BOOKKEEPING_GONE = "BWGON";

    /** The transaction is not the one that the section began in. */
    static final String TRANSACTION_LEFT = "BWXID";

    /** An INFO that carries milliseconds, last row and last log entry. */
    static final String RECORDED = "BWREC";

    /** Statements that {@link #before} holds with and without its BEGIN. */
    static final int STATEMENTS_BEFORE = 2;

    private final ServerInfo server;
    private final RunSettings run;

    Messages(ServerInfo server, RunSettings run) {
        this.server = server;
        this.run = run;
    }

    /** Opens the transaction that everything else here stands in. READ COMMITTED: a snapshot must not predate the lock. */
    static String begin() {
        return "BEGIN ISOLATION LEVEL READ COMMITTED;\n";
    }

    /** Takes the domain or raises LOCKED; compares the history or raises MOVED; sets the session up. */
    String before(Unit unit, History.@Nullable Version expected) {
        return take(unit.domain(), expected) + "SELECT " + setConfig(settings(unit), true) + ";\n";
    }

    /** Takes the domain for the open transaction, without waiting. */
    static String take(Domain domain, History.@Nullable Version expected) {
        String check = expected == null
                ? ""
                : """
                    IF (SELECT coalesce(max(id), 0) FROM %s) <> %d OR (SELECT coalesce(max(id), 0) FROM %s) <> %d THEN
                      RAISE EXCEPTION 'the history has changed' USING ERRCODE = '%s';
                    END IF;
                  """.formatted(
                                TrackingTables.table(domain),
                                expected.row(),
                                TrackingTables.log(domain),
                                expected.log(),
                                MOVED);
        return """
                DO $bailiwick$
                BEGIN
                  IF NOT pg_catalog.pg_try_advisory_xact_lock(%d) THEN
                    RAISE EXCEPTION 'another runner has the domain' USING ERRCODE = '%s';
                  END IF;
                %sEND
                $bailiwick$;
                """.formatted(DomainLock.key(domain), LOCKED, check);
    }

    /** The settings that a section starts with. */
    private Map<String, String> settings(Unit unit) {
        Domain domain = unit.domain();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("search_path", searchPath(domain));
        settings.put("TimeZone", server.timeZone());
        if (server.dateStyle() != null) {
            settings.put("DateStyle", server.dateStyle());
            // Of what was just set, only the order of day and month stays: the driver lives with no output but ISO.
            settings.put("datestyle", "ISO");
        }
        if (server.stopsWithClient()) {
            settings.put("client_connection_check_interval", "500ms");
        }
        put(settings, "lock_timeout", unit.section().lockTimeout(), run.lockTimeout(), domain.lockTimeout());
        put(
                settings,
                "statement_timeout",
                unit.section().statementTimeout(),
                run.statementTimeout(),
                domain.statementTimeout());
        run.values().forEach((name, value) -> settings.put("bailiwick." + name, value));
        if (domain.role() != null) {
            settings.put("role", domain.role());
        }
        return settings;
    }

    private static void put(Map<String, String> settings, String name, @Nullable String... nearestFirst) {
        for (String value : nearestFirst) {
            if (value != null) {
                settings.put(name, value);
                return;
            }
        }
    }

    private static String searchPath(Domain domain) {
        return domain.schema().equals(Domain.PUBLIC) ? "public" : Quote.identifier(domain.schema()) + ", public";
    }

    /** The settings of a section that runs outside a transaction: for the whole session. */
    String session(Unit unit) {
        return "SELECT " + setConfig(settings(unit), false);
    }

    private static String setConfig(Map<String, String> settings, boolean local) {
        StringBuilder calls = new StringBuilder();
        if (local) {
            // Which transaction this is, and when it came here: looked at again behind the section.
            calls.append("pg_catalog.set_config('bailiwick_run.xid', pg_catalog.pg_current_xact_id()::text, true), ")
                    .append("pg_catalog.set_config('bailiwick_run.since', ")
                    .append("extract(epoch FROM pg_catalog.clock_timestamp())::text, true), ");
        }
        settings.forEach((name, value) -> calls.append("pg_catalog.set_config(")
                .append(Quote.literal(name))
                .append(", ")
                .append(Quote.literal(value))
                .append(local ? ", true), " : ", false), "));
        return calls.substring(0, calls.length() - 2);
    }

    /**
     * Closes the section: fires deferred triggers while its settings still hold, gives the session back as it was, and
     * records. Raises BOOKKEEPING_GONE where the tracking table is no more, TRANSACTION_LEFT where the section ended
     * our transaction; tells RECORDED.
     */
    String after(Unit unit, boolean failedBefore) {
        // A section may end in a comment without a line end, or without its semicolon.
        return "\n;\nSET CONSTRAINTS ALL IMMEDIATE;\n" + RESET + recorded(unit, failedBefore) + FORGET;
    }

    /** Our own statements run as ourselves, whatever role, path and limits the section has set. */
    private static final String RESET = """
            RESET SESSION AUTHORIZATION;
            RESET ROLE;
            SELECT pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true),
                   pg_catalog.set_config('statement_timeout', '0', true),
                   pg_catalog.set_config('lock_timeout', '0', true);
            """;

    /** Nothing that a section leaves in the session reaches the next one, or another client behind a pooler. */
    private static final String FORGET = """
            DO $bailiwick$
            DECLARE statement_name text;
            BEGIN
              FOR statement_name IN SELECT name FROM pg_catalog.pg_prepared_statements WHERE from_sql LOOP
                EXECUTE pg_catalog.format('DEALLOCATE %I', statement_name);
              END LOOP;
            END
            $bailiwick$;
            CLOSE ALL;
            UNLISTEN *;
            DISCARD TEMP;
            DISCARD SEQUENCES;
            SELECT pg_catalog.pg_advisory_unlock_all();
            RESET ALL;
            SET client_encoding = 'UTF8';
            SET DateStyle = 'ISO';
            """;

    private String recorded(Unit unit, boolean failedBefore) {
        // Around a file's text goes a tag that the text can't hold. A row inserted by hand may have any checksum.
        String tag = unit.up() ? "$bailiwick_" + unit.checksum() + "$" : "$bailiwick$";
        String table = TrackingTables.table(unit.domain());
        return """
                DO %1$s
                DECLARE
                  since text := nullif(pg_catalog.current_setting('bailiwick_run.since', true), '');
                  xid text := nullif(pg_catalog.current_setting('bailiwick_run.xid', true), '');
                  ms integer;
                  log_id bigint;
                BEGIN
                  IF xid <> pg_catalog.pg_current_xact_id()::text THEN
                    RAISE EXCEPTION 'the section has ended the transaction that it was to run in' USING ERRCODE = '%2$s';
                  END IF;
                  IF pg_catalog.to_regclass(%3$s) IS NULL OR pg_catalog.to_regclass(%4$s) IS NULL THEN
                    RAISE EXCEPTION 'the tracking table is gone' USING ERRCODE = '%5$s';
                  END IF;
                  ms := 1000 * (extract(epoch FROM pg_catalog.clock_timestamp())
                        - coalesce(since::numeric, extract(epoch FROM pg_catalog.statement_timestamp())));
                %6$s%7$s  RAISE INFO USING ERRCODE = '%8$s', MESSAGE = ms || ' ' || log_id || ' '
                    || (SELECT coalesce(max(id), 0) FROM %9$s);
                END
                %1$s;
                """.formatted(
                        tag,
                        TRANSACTION_LEFT,
                        Quote.literal(table),
                        Quote.literal(TrackingTables.log(unit.domain())),
                        BOOKKEEPING_GONE,
                        row(unit, failedBefore),
                        logEntry(unit),
                        RECORDED,
                        table);
    }

    private static String row(Unit unit, boolean failedBefore) {
        String table = TrackingTables.table(unit.domain());
        String name = Quote.literal(unit.filename());
        if (!unit.up()) {
            return "  DELETE FROM " + table + " WHERE filename = " + name + ";\n";
        }
        String cleared =
                failedBefore ? "  DELETE FROM " + table + " WHERE filename = " + name + " AND NOT success;\n" : "";
        return cleared
                + "  INSERT INTO " + table + " (filename, batch, checksum, execution_time_ms, source) VALUES ("
                + name + ", " + unit.batch() + ", " + Quote.literal(unit.checksum()) + ", ms, "
                + Quote.literal(unit.source()) + ");\n";
    }

    private String logEntry(Unit unit) {
        return "  INSERT INTO " + TrackingTables.log(unit.domain())
                + " (action, filename, batch, checksum, execution_time_ms, client, tool_version) VALUES ("
                + Quote.literal(unit.up() ? "apply" : "rollback") + ", " + Quote.literal(unit.filename()) + ", "
                + unit.batch() + ", " + Quote.literal(unit.checksum()) + ", ms, " + Quote.literal(run.client()) + ", "
                + Quote.literal(run.toolVersion()) + ") RETURNING id INTO log_id;\n";
    }

    /** Puts history and log aside before a section that drops their schema. */
    static String setAside(Domain domain) {
        return """
                CREATE TEMPORARY TABLE bailiwick_rows ON COMMIT DROP AS TABLE %s;
                CREATE TEMPORARY TABLE bailiwick_log ON COMMIT DROP AS TABLE %s;
                """.formatted(TrackingTables.table(domain), TrackingTables.log(domain));
    }

    /** How many statements {@link #setAside} holds. */
    static final int STATEMENTS_ASIDE = 2;

    /** As {@link #after}, where the section has dropped what {@link #setAside} kept: schema and tables come back first. */
    String broughtBack(Unit unit, boolean failedBefore) {
        Domain domain = unit.domain();
        String table = TrackingTables.table(domain);
        String log = TrackingTables.log(domain);
        return "\n;\nSET CONSTRAINTS ALL IMMEDIATE;\n" + RESET
                + "DROP TABLE IF EXISTS " + table + ", " + log + ";\n"
                + "CREATE SCHEMA IF NOT EXISTS " + Quote.identifier(domain.schema()) + ";\n"
                + TrackingTables.definition(domain)
                + """
                INSERT INTO %1$s OVERRIDING SYSTEM VALUE SELECT * FROM pg_temp.bailiwick_rows;
                INSERT INTO %2$s OVERRIDING SYSTEM VALUE SELECT * FROM pg_temp.bailiwick_log;
                SELECT setval(pg_get_serial_sequence(%3$s, 'id'), (SELECT coalesce(max(id), 0) + 1 FROM %1$s), false),
                       setval(pg_get_serial_sequence(%4$s, 'id'), (SELECT coalesce(max(id), 0) + 1 FROM %2$s), false);
                """.formatted(table, log, Quote.literal(table), Quote.literal(log))
                + recorded(unit, failedBefore)
                + FORGET;
    }

    /** Writes down a failure, in a transaction of its own: the caller has rolled back the one that failed. */
    String failure(Unit unit, String error) {
        String row = unit.up() ? notDone(unit, error, null) : "";
        return begin() + take(unit.domain(), null) + row + logged(unit, "failure", error) + "COMMIT;";
    }

    /**
     * Writes down that nothing came of a unit whose connection broke; the caller has the domain. Should the unit's
     * message still be on its way to the server, it finds another history than it was planned from, and does nothing.
     */
    String lost(Unit unit) {
        return logged(unit, "failure", "the connection was lost, and nothing of it stands") + "COMMIT;";
    }

    /** Writes down that a section outside a transaction begins, stops or stands still; the caller has the domain. */
    String intent(Unit unit, String state, int statementsDone) {
        return begin() + notDone(unit, state, statementsDone) + "COMMIT;";
    }

    /** Writes down that a section outside a transaction stopped with an error; the caller has the domain. */
    String stopped(Unit unit, String error, @Nullable Integer statementsDone) {
        return begin() + notDone(unit, error, statementsDone) + logged(unit, "failure", error) + "COMMIT;";
    }

    private static String notDone(Unit unit, String state, @Nullable Integer statementsDone) {
        return """
                INSERT INTO %s AS t (filename, batch, checksum, success, error_message, statements_done, source)
                VALUES (%s, %d, %s, false, %s, %s, %s)
                ON CONFLICT (filename) DO UPDATE
                SET batch = excluded.batch, checksum = excluded.checksum, applied_at = excluded.applied_at,
                    applied_by = excluded.applied_by, success = false, error_message = excluded.error_message,
                    statements_done = excluded.statements_done, source = coalesce(excluded.source, t.source)%s;
                """.formatted(
                        TrackingTables.table(unit.domain()),
                        Quote.literal(unit.filename()),
                        unit.batch(),
                        Quote.literal(unit.checksum()),
                        Quote.literal(state),
                        statementsDone == null ? "NULL" : statementsDone.toString(),
                        Quote.literal(unit.source()),
                        unit.up() ? "\nWHERE NOT t.success" : "");
    }

    /** Writes down that a rollback outside a transaction failed before it did anything. */
    String stillThere(Unit unit, String error) {
        return begin()
                + "UPDATE " + TrackingTables.table(unit.domain())
                + " SET success = true, error_message = NULL, statements_done = NULL WHERE filename = "
                + Quote.literal(unit.filename()) + ";\n" + logged(unit, "failure", error) + "COMMIT;";
    }

    /** Counts a file as applied. */
    String markApplied(Unit unit, String reason) {
        return begin()
                + take(unit.domain(), null)
                + """
                INSERT INTO %s AS t (filename, batch, checksum, source) VALUES (%s, %d, %s, %s)
                ON CONFLICT (filename) DO UPDATE
                SET checksum = excluded.checksum, source = excluded.source, success = true, error_message = NULL,
                    statements_done = NULL;
                """.formatted(
                                TrackingTables.table(unit.domain()),
                                Quote.literal(unit.filename()),
                                unit.batch(),
                                Quote.literal(unit.checksum()),
                                Quote.literal(unit.source()))
                + logged(unit, "mark", "applied: " + reason)
                + "COMMIT;";
    }

    /** Takes a file out of the history. */
    String markPending(Unit unit, String reason) {
        return begin() + take(unit.domain(), null) + "DELETE FROM " + TrackingTables.table(unit.domain())
                + " WHERE filename = " + Quote.literal(unit.filename()) + ";\n"
                + logged(unit, "mark", "pending: " + reason) + "COMMIT;";
    }

    /** Takes the present checksum and text of a file as those that were applied. */
    String repair(Unit unit, String reason) {
        return begin() + take(unit.domain(), null) + "UPDATE " + TrackingTables.table(unit.domain())
                + " SET checksum = " + Quote.literal(unit.checksum()) + ", source = " + Quote.literal(unit.source())
                + " WHERE filename = " + Quote.literal(unit.filename()) + ";\n"
                + logged(unit, "repair", reason) + "COMMIT;";
    }

    /** Writes down how far a section outside a transaction got. */
    static String progress(Unit unit, int statementsDone) {
        return "UPDATE " + TrackingTables.table(unit.domain()) + " SET statements_done = " + statementsDone
                + " WHERE filename = " + Quote.literal(unit.filename()) + ";";
    }

    /** Writes down that a section outside a transaction is done; the caller has the domain and wrote its intent. */
    String finished(Unit unit) {
        return begin()
                + """
                DO $bailiwick$
                DECLARE
                  ms integer;
                  log_id bigint;
                BEGIN
                  SELECT 1000 * extract(epoch FROM clock_timestamp() - applied_at) INTO STRICT ms
                  FROM %1$s WHERE filename = %2$s;
                %3$s%4$s  RAISE INFO USING ERRCODE = '%5$s', MESSAGE = ms || ' ' || log_id || ' '
                    || (SELECT coalesce(max(id), 0) FROM %1$s);
                END
                $bailiwick$;
                COMMIT;
                """.formatted(
                                TrackingTables.table(unit.domain()),
                                Quote.literal(unit.filename()),
                                unit.up()
                                        ? "  UPDATE " + TrackingTables.table(unit.domain())
                                                + " SET success = true, error_message = NULL, execution_time_ms = ms,"
                                                + " applied_at = clock_timestamp() WHERE filename = "
                                                + Quote.literal(unit.filename()) + ";\n"
                                        : row(unit, false),
                                logEntry(unit),
                                RECORDED);
    }

    private String logged(Unit unit, String action, @Nullable String message) {
        return "INSERT INTO " + TrackingTables.log(unit.domain())
                + " (action, filename, batch, checksum, message, client, tool_version) VALUES ("
                + Quote.literal(action) + ", " + Quote.literal(unit.filename()) + ", " + unit.batch() + ", "
                + Quote.literal(unit.checksum()) + ", " + Quote.literal(message) + ", " + Quote.literal(run.client())
                + ", " + Quote.literal(run.toolVersion()) + ");\n";
    }
}
