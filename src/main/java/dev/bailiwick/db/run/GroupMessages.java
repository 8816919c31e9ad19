package dev.bailiwick.db.run;

import dev.bailiwick.db.guard.GuardSql;
import dev.bailiwick.db.integrity.HistoryWatch;
import dev.bailiwick.db.section.RunSettings;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.PreparedQueries;
import dev.bailiwick.db.session.ServerInfo;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** The SQL text around the sections of a group: before the first, between two, and behind the last. */
final class GroupMessages {
    private final SectionSettings settings;
    private final boolean eventTriggers;
    private final RecordGroupQuery record;

    GroupMessages(ServerInfo server, RunSettings run) {
        this.settings = new SectionSettings(server, run);
        this.eventTriggers = server.eventTriggers();
        this.record = new RecordGroupQuery(run);
    }

    /** What stands between two sections of a group: the next one finds the session as if the one before had not been. */
    static final String BETWEEN =
            "\n;\nRESET SESSION AUTHORIZATION;\nRESET ROLE;\nDEALLOCATE ALL;\n" + RunMessages.FORGET_BUT_CURSORS;

    /** Tells what the guard has to know of the time before a group: one statement, in its transaction and as ourselves. */
    String begins(String state, String mark) {
        return "DO $bailiwick$ BEGIN\n"
                + "IF coalesce(current_setting('transaction_timeout', true), '0') <> '0' THEN RAISE 'transactions are to be short'"
                + "; END IF;\nRAISE INFO USING ERRCODE = '" + state
                + "', MESSAGE = '" + mark + "' || concat_ws('|', pg_current_xact_id(), "
                + GuardSql.written(true) + ");\nEND $bailiwick$;\n";
    }

    /** Tells the time, and sets the session up for the next section of a group: behind it we are no longer ourselves. */
    String goesOn(SectionRun unit, String state, String mark) {
        return goesOn(settings.inTransaction(unit), state, mark);
    }

    /** The same behind {@link PlainDdl}, which has left everything as it was set for it: only what differs is set. */
    String goesOnBehind(SectionRun plain, SectionRun unit, String state, String mark) {
        Map<String, String> was = settings.inTransaction(plain);
        Map<String, String> now = settings.inTransaction(unit);
        if (!now.keySet().containsAll(was.keySet())) {
            return BETWEEN + goesOn(now, state, mark);
        }
        now.entrySet().removeIf(setting -> setting.getValue().equals(was.get(setting.getKey())));
        return "\n;\n" + goesOn(now, state, mark);
    }

    private static String goesOn(Map<String, String> settings, String state, String mark) {
        // Names that are alike in what PostgreSQL keeps of them leave nothing that differs.
        String set = settings.isEmpty() ? "" : "PERFORM " + SectionSettings.set("", settings, true) + ";\n";
        return "DO $bailiwick$ BEGIN\n" + told(state, mark) + set + "END $bailiwick$;\n";
    }

    /** Between two messages the transaction is idle, however short that is allowed to be. */
    static final String MAY_BE_IDLE = "SET LOCAL idle_in_transaction_session_timeout = 0;\n";

    /** Tells the time, at the end of a message. */
    static String time(String state, String mark) {
        return MAY_BE_IDLE + goesOn(Map.of(), state, mark);
    }

    private static String told(String state, String mark) {
        return "RAISE INFO USING ERRCODE = '" + state + "', MESSAGE = '" + mark
                + "' || pg_catalog.date_part('epoch', pg_catalog.clock_timestamp())::pg_catalog.text;\n";
    }

    /**
     * All behind the sections of a group: judges and records them.
     *
     * @param times when each began, and the last one ended, in seconds since 1970
     * @param begun what {@link #begins} told
     * @param guard judges what was done, in PL/pgSQL, or is empty
     */
    String ends(SectionRun any, List<SectionRun> units, List<BigDecimal> times, String begun, String guard) {
        String[] before = begun.split("\\|", -1);
        return RunMessages.RESET + "SELECT "
                + SectionSettings.set(
                        "",
                        Map.of(
                                "bailiwick_run.xid", before[0],
                                "bailiwick_run.written", before[1],
                                "bailiwick_run.wrote", ""),
                        true)
                + ";\n"
                + RunMessages.block(
                        RunMessages.ended(any) + fits(any) + guard + RunMessages.there(any) + record.of(units, times),
                        !guard.isEmpty())
                + RunMessages.FORGET;
    }

    /** From one moment to another, in seconds since 1970. */
    static int milliseconds(BigDecimal from, BigDecimal to) {
        return Math.max(0, to.subtract(from).movePointRight(3).intValue());
    }

    /**
     * Raises LOOK_CLOSELY where the short look is not enough, something is left to do at COMMIT, or event triggers have come since
     * the login: PL/pgSQL.
     */
    private String fits(SectionRun unit) {
        return HistoryWatch.fits(unit.domain()).asked(PreparedQueries.NEVER, List.of("false"), "found")
                + "  IF found IS DISTINCT FROM '" + HistoryWatch.FIT + "'"
                + (eventTriggers ? "" : " OR " + RunMessages.EVENT_TRIGGERS) + " THEN "
                + HistoryStatements.LOOK_CLOSELY + " END IF;\n";
    }
}
