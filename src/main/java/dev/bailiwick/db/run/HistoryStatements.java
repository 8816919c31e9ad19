package dev.bailiwick.db.run;

import dev.bailiwick.db.history.Correction;
import dev.bailiwick.db.history.TrackingTables;
import dev.bailiwick.db.integrity.HistoryDigest;
import dev.bailiwick.db.integrity.HistoryWatch;
import dev.bailiwick.db.integrity.WorkAtCommit;
import dev.bailiwick.db.section.RunSettings;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.HistoryChangedException;
import dev.bailiwick.db.session.PreparedQueries;
import dev.bailiwick.db.session.Quote;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.script.Direction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SQL that writes tracking rows and log entries. */
public final class HistoryStatements {
    private final RunSettings run;

    public HistoryStatements(RunSettings run) {
        this.run = run;
    }

    /**
     * Records that a unit is done, and tells {@link RunMessages#RECORDED}: PL/pgSQL with a variable {@code told}.
     *
     * @param failedBefore whether a failed row of the same file is in the way
     * @param brief whether this has to do without {@link HistoryWatch}: it raises LOOK_CLOSELY where that is not enough
     */
    String recorded(SectionRun unit, boolean failedBefore, boolean brief, PreparedQueries kept) {
        PreparedQueries.Query query = RecordDoneQuery.of(unit, brief);
        String cleared = failedBefore && unit.direction() == Direction.UP
                ? "  DELETE FROM " + TrackingTables.table(unit.domain()) + " WHERE filename = "
                        + Quote.literal(unit.filename()) + " AND NOT success;\n"
                : "";
        String behind = kept == PreparedQueries.FIRST && unit.direction() == Direction.UP
                ? RunMessages.behind(unit.domain()).prepared()
                : "";
        return cleared + behind + told(unit, query, brief, kept);
    }

    /**
     * Does what is left to do at COMMIT, and raises LOOK_CLOSELY where the short look at the history is not enough: PL/pgSQL with
     * variables {@code found} and {@code told}.
     */
    static String fits(SectionRun unit, PreparedQueries kept) {
        PreparedQueries again = kept == PreparedQueries.NEVER ? kept : PreparedQueries.AGAIN;
        PreparedQueries.Query fits = HistoryWatch.fits(unit.domain());
        return fits.asked(kept, List.of("false"), "found") + WorkAtCommit.prepared(kept)
                + "  IF found = '" + HistoryWatch.WORK + "' THEN\n" + WorkAtCommit.done(kept)
                + fits.asked(again, List.of("true"), "found") + "  END IF;\n"
                + "  IF found IS DISTINCT FROM '" + HistoryWatch.FIT + "' THEN " + LOOK_CLOSELY + " END IF;\n";
    }

    /** The same where nothing is left to do: PL/pgSQL with a variable {@code found}. */
    static String fitsAlready(SectionRun unit, PreparedQueries kept) {
        return HistoryWatch.fits(unit.domain()).asked(kept, List.of("false"), "found") + WorkAtCommit.prepared(kept)
                + "  IF found IS DISTINCT FROM '" + HistoryWatch.FIT + "' THEN " + LOOK_CLOSELY + " END IF;\n";
    }

    /** Raises that the short look is not enough: PL/pgSQL. */
    static final String LOOK_CLOSELY =
            "RAISE 'the history is to be watched' USING ERRCODE = '" + HistoryWatch.LOOK_CLOSELY + "';";

    private String told(SectionRun unit, PreparedQueries.Query query, boolean brief, PreparedQueries kept) {
        List<String> arguments = List.of(
                Quote.literal(unit.filename()),
                batch(unit),
                Quote.literal(unit.checksum()),
                Quote.literal(unit.large() ? null : unit.source()),
                Quote.literal(unit.action()),
                Quote.literal(unit.copied().digests()),
                Quote.literal(run.client()),
                Quote.literal(run.toolVersion()));
        return query.asked(kept, arguments, "told")
                + """
                  IF told IS NULL THEN
                    %s
                  END IF;
                  RAISE INFO USING ERRCODE = '%s', MESSAGE = told;
                """.formatted(brief ? LOOK_CLOSELY : notRecorded(unit), RunMessages.RECORDED);
    }

    /** Raises NOT_RECORDED: PL/pgSQL. */
    public static String notRecorded(SectionRun unit) {
        return "RAISE 'a rule or trigger on % or its log keeps the history from being written', "
                + Quote.literal(TrackingTables.table(unit.domain())) + " USING ERRCODE = '"
                + HistoryChangedException.NOT_RECORDED + "';";
    }

    /** What is wrong where a rule stands on a tracking table: it can't tell what it has written. */
    static ServerMessage ruled(SectionRun unit, ServerMessage said) {
        return new ServerMessage(
                said.severity(),
                HistoryChangedException.NOT_RECORDED,
                "a rule on " + TrackingTables.table(unit.domain()) + " or its log keeps the history from being written",
                said.message(),
                null,
                null);
    }

    /** Makes sure that the row of a large file has got its text. */
    static String sourceIsKept(SectionRun unit) {
        if (unit.direction() != Direction.UP || unit.source() == null) {
            return "";
        }
        String table = TrackingTables.table(unit.domain());
        return "DO $bailiwick$ BEGIN\n  PERFORM FROM " + table + " WHERE filename = " + Quote.literal(unit.filename())
                + " AND source IS NOT NULL;\n" + mustBeFound(table) + "END $bailiwick$;\n";
    }

    /** A rule or a trigger on the table can swallow a row without an error: then nothing may be committed. */
    private static String mustBeFound(String table) {
        return "  IF NOT FOUND THEN\n    RAISE EXCEPTION 'a rule or trigger on % keeps the history from being written', "
                + Quote.literal(table) + " USING ERRCODE = '" + HistoryChangedException.NOT_RECORDED
                + "';\n  END IF;\n";
    }

    /** A seed belongs to no batch. */
    private static String batch(SectionRun unit) {
        return unit.direction() == Direction.SEED ? "NULL::integer" : Integer.toString(unit.batch());
    }

    /** Writes down a failure; the caller has rolled back the transaction that failed, and has the domain. */
    String failure(SectionRun unit, String error) {
        String row = unit.direction() == Direction.UP ? notDone(unit, error, null) : "";
        return row + givenUp(unit, error);
    }

    /** Writes a failure into the log alone: the unit is as it was before; the caller has the domain. */
    public String givenUp(SectionRun unit, String error) {
        return logged(unit, "failure", error);
    }

    /**
     * Writes down that nothing came of a unit whose connection broke; the caller has the domain. Should the unit's
     * message still be on its way to the server, it finds another history than it was planned from, and does nothing.
     */
    String lost(SectionRun unit) {
        return givenUp(unit, "the connection was lost, and nothing of it stands");
    }

    /** Writes down that a section outside a transaction begins, stops or stands still; the caller has the domain. */
    public String intent(SectionRun unit, String state, int statementsDone) {
        return RunMessages.begin()
                + alone(
                        unit,
                        notDone(unit, state, statementsDone)
                                + "IF NOT FOUND THEN RAISE EXCEPTION 'the history has changed' USING ERRCODE = '"
                                + RunMessages.STALE + "'; END IF;\n" + logged(unit, "start", null),
                        "")
                + "COMMIT;";
    }

    /**
     * Writes down that a section outside a transaction stopped with an error; the caller has the domain.
     *
     * @param known what the next run has to know beside the error, which the row keeps and the log does not
     */
    public String stopped(SectionRun unit, String error, String known, @Nullable Integer statementsDone) {
        return RunMessages.begin()
                + alone(unit, notDone(unit, error + known, statementsDone) + logged(unit, "failure", error), "")
                + "COMMIT;";
    }

    private static String notDone(SectionRun unit, String state, @Nullable Integer statementsDone) {
        String done = statementsDone == null ? "NULL" : statementsDone.toString();
        if (unit.direction() == Direction.DOWN) {
            // Who applied it, when, and what was applied stays as it is.
            return "UPDATE " + TrackingTables.table(unit.domain()) + " SET success = false, error_message = "
                    + Quote.literal(rollback(unit) + state) + ", statements_done = " + done
                    + " WHERE filename = " + Quote.literal(unit.filename()) + ";\n";
        }
        return """
                INSERT INTO %s AS t (filename, batch, checksum, success, error_message, statements_done, source)
                VALUES (%s, %d, %s, false, %s, %s, %s)
                ON CONFLICT (filename) DO UPDATE
                SET batch = excluded.batch, checksum = excluded.checksum, applied_at = excluded.applied_at,
                    applied_by = excluded.applied_by, success = false, error_message = excluded.error_message,
                    statements_done = excluded.statements_done, source = excluded.source
                WHERE NOT t.success;
                """.formatted(
                        TrackingTables.table(unit.domain()),
                        Quote.literal(unit.filename()),
                        unit.batch(),
                        Quote.literal(unit.checksum()),
                        Quote.literal(state),
                        done,
                        // What failed in a transaction is not taken back.
                        Quote.literal(unit.section().transaction() && unit.large() ? null : unit.source()));
    }

    /** How the message of a rollback begins that did not finish; it says with which down section it may go on. */
    private static String rollback(SectionRun unit) {
        return HistoryRow.rollback(unit.source() == null ? null : unit.checksum());
    }

    /** Writes down that a rollback outside a transaction failed before it did anything. */
    public String stillThere(SectionRun unit, String error) {
        String row = "UPDATE " + TrackingTables.table(unit.domain())
                + " SET success = true, error_message = NULL, statements_done = NULL WHERE filename = "
                + Quote.literal(unit.filename()) + ";\n";
        return RunMessages.begin() + alone(unit, row + logged(unit, "failure", error), "") + "COMMIT;";
    }

    /**
     * Writes rows without running their files, and logs each; the caller has the domain. A row that is not taken, or that
     * somebody has deleted meanwhile, stops all of it.
     */
    String corrected(Domain domain, List<Correction> corrections) {
        StringBuilder block = new StringBuilder("BEGIN\n");
        for (Correction correction : corrections) {
            block.append(changed(TrackingTables.table(domain), correction))
                    .append(mustBeFound(TrackingTables.table(domain)))
                    .append(logged(TrackingTables.log(domain), correction))
                    .append(mustBeFound(TrackingTables.log(domain)));
        }
        // As a literal: whatever a file or a reason holds, it can't end the block.
        return "DO " + Quote.literal(block.append("END").toString()) + ";\n";
    }

    private static String changed(String table, Correction correction) {
        String name = Quote.literal(correction.filename());
        String checksum = Quote.literal(correction.checksum());
        String source = Quote.literal(correction.source());
        String mustBeThere = "PERFORM 1 FROM " + table + " WHERE filename = " + name + ";\n"
                + "IF NOT FOUND THEN RAISE EXCEPTION 'the history has changed' USING ERRCODE = '" + RunMessages.STALE
                + "'; END IF;\n";
        return switch (correction.change()) {
            case APPLIED ->
                """
                    DELETE FROM %1$s WHERE filename = %2$s AND NOT success;
                    INSERT INTO %1$s (id, filename, batch, checksum, applied_at, applied_by, execution_time_ms, source)
                    VALUES (%7$s, %2$s, %3$d, %4$s, %5$s, %6$s);
                    """.formatted(table, name, correction.batch(), checksum, run(correction), source, id(correction));
            case STANDS -> mustBeThere + """
                    UPDATE %s SET success = true, error_message = NULL, statements_done = NULL WHERE filename = %s;
                    """.formatted(table, name);
            case GOES_ON ->
                mustBeThere
                        + """
                    UPDATE %s SET statements_done = %d, error_message = %s WHERE filename = %s;
                    """.formatted(
                                        table,
                                        correction.resume().done(),
                                        Quote.literal(correction.resume().state()),
                                        name);
            case TEXT -> mustBeThere + """
                    UPDATE %s SET checksum = %s, source = %s WHERE filename = %s;
                    """.formatted(table, checksum, source, name);
            case PENDING -> mustBeThere + """
                    DELETE FROM %s WHERE filename = %s;
                    """.formatted(table, name);
            case NONE -> """
                    PERFORM 1 FROM %s WHERE filename = %s;
                    IF FOUND THEN RAISE EXCEPTION 'the history has changed' USING ERRCODE = '%s'; END IF;
                    PERFORM 1;
                    """.formatted(table, name, RunMessages.STALE);
        };
    }

    private static String id(Correction correction) {
        Correction.Run run = correction.run();
        return run == null || run.id() == null ? "DEFAULT" : run.id().toString();
    }

    /** When a file was applied, by whom, and how long it took. */
    private static String run(Correction correction) {
        Correction.Run run = correction.run();
        if (run == null) {
            return "DEFAULT, DEFAULT, DEFAULT";
        }
        String at = run.at() == null ? "DEFAULT" : Quote.literal(run.at().toString()) + "::timestamptz";
        String by = run.by() == null ? "DEFAULT" : "left(" + Quote.literal(run.by()) + ", 63)";
        return at + ", " + by + ", " + run.milliseconds();
    }

    private String logged(String log, Correction correction) {
        return """
                INSERT INTO %s (action, filename, batch, checksum, execution_time_ms, message, client, tool_version)
                VALUES (%s, %s, %d, %s, %s, %s, %s, %s);
                """.formatted(
                        log,
                        Quote.literal(correction.action()),
                        Quote.literal(correction.filename()),
                        correction.batch(),
                        Quote.literal(correction.checksum()),
                        correction.run() == null ? "NULL" : correction.run().milliseconds(),
                        Quote.literal(correction.message()),
                        Quote.literal(run.client()),
                        Quote.literal(run.toolVersion()));
    }

    /** Writes down what has to be known of a statement outside a transaction before it runs. */
    public static String state(SectionRun unit, String state) {
        return alone(unit, stateOfRow(unit, state), "");
    }

    private static String stateOfRow(SectionRun unit, String state) {
        String prefix = unit.direction() == Direction.DOWN ? rollback(unit) : "";
        return "UPDATE " + TrackingTables.table(unit.domain()) + " SET error_message = " + Quote.literal(prefix + state)
                + " WHERE filename = " + Quote.literal(unit.filename()) + ";\n";
    }

    /**
     * Writes down that the session broke which ran a section outside a transaction. How far it got is left as it is: its
     * last statement may have been committed, with its own record.
     *
     * @param known what the next run has to know beside it, which the row keeps and the log does not
     */
    public String lostWorker(SectionRun unit, String state, String known) {
        return RunMessages.begin()
                + alone(unit, stateOfRow(unit, state + known) + logged(unit, "failure", state), "")
                + "COMMIT;";
    }

    /** Writes down how far a section outside a transaction got, in a transaction of its own. */
    public static String reached(SectionRun unit, int statementsDone) {
        return alone(unit, progress(unit, statementsDone) + "\n", "");
    }

    /** The statement that writes down how far a section outside a transaction got. */
    public static String progress(SectionRun unit, int statementsDone) {
        return "UPDATE " + TrackingTables.table(unit.domain()) + " SET statements_done = " + statementsDone
                + " WHERE filename = " + Quote.literal(unit.filename()) + ";";
    }

    /** Writes down that a section outside a transaction is done; the caller has the domain and wrote its intent. */
    public String finished(SectionRun unit) {
        String since =
                "PERFORM pg_catalog.set_config('bailiwick_run.since', extract(epoch FROM max(logged_at))::text, true)"
                        + " FROM " + TrackingTables.log(unit.domain()) + " WHERE filename = "
                        + Quote.literal(unit.filename()) + " AND action = 'start';\n";
        String row = "EXISTS (SELECT FROM " + TrackingTables.table(unit.domain()) + " WHERE filename = "
                + Quote.literal(unit.filename())
                + (unit.direction() == Direction.UP
                        ? " AND success AND checksum = " + Quote.literal(unit.checksum()) + ")"
                        : ")");
        return RunMessages.begin()
                + alone(
                        unit,
                        since + told(unit, RecordDoneQuery.ofBegun(unit), false, PreparedQueries.NEVER),
                        " OR " + (unit.direction() == Direction.UP ? "NOT " : "") + row)
                + "COMMIT;\n";
    }

    /**
     * Writes, and raises NOT_RECORDED where the history is then another one than it was but for the row of the unit and new
     * entries of the log: what stands on the tables may do what it likes, at once or at COMMIT.
     *
     * @param writes PL/pgSQL, with a variable {@code told}
     * @param wrong what else is wrong then, as SQL that begins with OR; may be empty
     */
    private static String alone(SectionRun unit, String writes, String wrong) {
        String others = HistoryDigest.ofOthers(unit.domain(), unit.filename());
        String entries = HistoryDigest.ofLog(unit.domain(), "last");
        return """
                DO $bailiwick$
                DECLARE
                  told text;
                  last bigint := (SELECT pg_catalog.max(id) FROM %1$s);
                  was text := %2$s || %3$s;
                BEGIN
                %8$s                %4$s%5$s  IF was IS DISTINCT FROM %2$s || %3$s%6$s THEN
                    %7$s
                  END IF;
                END
                $bailiwick$;
                """.formatted(
                        TrackingTables.log(unit.domain()),
                        others,
                        entries,
                        writes,
                        WorkAtCommit.ofBookkeeping(),
                        wrong,
                        notRecorded(unit),
                        RunMessages.WAITS_FOR_DISK);
    }

    private String logged(SectionRun unit, String action, @Nullable String message) {
        return "INSERT INTO " + TrackingTables.log(unit.domain())
                + " (action, filename, batch, checksum, message, client, tool_version) VALUES ("
                + Quote.literal(action) + ", " + Quote.literal(unit.filename()) + ", " + batch(unit) + ", "
                + Quote.literal(unit.checksum()) + ", " + Quote.literal(message) + ", " + Quote.literal(run.client())
                + ", " + Quote.literal(run.toolVersion()) + ");\n";
    }
}
