package dev.bailiwick.engine.run;

import dev.bailiwick.db.section.SectionResult;
import dev.bailiwick.db.section.SqlError;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What comes next, by how sections were sent and what came of them: every decision of a run stands in one table. */
final class RunDecisions {
    /** How sections are sent. */
    enum Way {
        /** Files of a first installation in one transaction, to save time. */
        GROUP,
        /** Files in one message, a transaction each. */
        MESSAGE,
        /** A file in a transaction of its own. */
        FILE,
        /** The same, without the queries that the session keeps prepared. */
        FILE_UNPREPARED,
        /** The same, statement by statement, the history watched after each. */
        FILE_WATCHED,
        /** All files in one transaction, judged and recorded once. */
        AT_ONCE,
        /** All files in one transaction, recorded one by one, judged after the last of each domain. */
        TOGETHER,
        /** The same, judged after each. */
        TOGETHER_JUDGED,
        /** The same, statement by statement. */
        TOGETHER_WATCHED,
        /** A file outside a transaction. */
        OUTSIDE
    }

    /** What came of them, as far as it decides what comes next. */
    enum Answer {
        /** It is done. */
        DONE,
        /** Another runner has the domain. */
        BUSY,
        /** The history is not the one that was planned from. */
        STALE,
        /** A lock was not to be had in time, or there was a deadlock. */
        NO_LOCK,
        /** What the session kept prepared is gone. */
        UNPREPARED,
        /** The short look at the history is not enough. */
        UNWATCHED,
        /** A sequence of the history gives numbers that were given before. */
        SEQUENCE,
        /** The guard has found something. */
        VIOLATION,
        /** The guard's cursor is in the way. */
        CURSOR,
        /** The history would have become another one, by which statement is not known. */
        CHANGED,
        /** The server has no room for so many locks. */
        FULL,
        /** Anything else: it is reported. */
        FAILED
    }

    /** What comes next. */
    enum Next {
        /** The next file. */
        GO_ON,
        /** Wait for the other runner, then the same again. */
        WAIT,
        /** Plan anew from the history as it is now. */
        PLAN_AGAIN,
        /** The same again later, with nothing held meanwhile, until the time is up. */
        RETRY,
        /** Each file by itself. */
        ONE_BY_ONE,
        /** The same without prepared queries. */
        UNPREPARE,
        /** The same, with the history watched. */
        WATCH,
        /** The same, judged after each file. */
        JUDGE_EACH,
        /** Set the sequences right, once, then the same again. */
        SET_SEQUENCES,
        /** Say that the server has no room for the locks of so many files; of one alone, what is wrong. */
        TOO_MANY,
        /** Say what is wrong. */
        STOP
    }

    private static final String TABLE = """
            .           GROUP       MESSAGE     FILE           FILE_UNPREPARED FILE_WATCHED   AT_ONCE     TOGETHER       TOGETHER_JUDGED TOGETHER_WATCHED OUTSIDE
            DONE        GO_ON       GO_ON       GO_ON          GO_ON           GO_ON          GO_ON       GO_ON          GO_ON           GO_ON            GO_ON
            BUSY        WAIT        WAIT        WAIT           WAIT            WAIT           WAIT        WAIT           WAIT            WAIT             WAIT
            STALE       PLAN_AGAIN  PLAN_AGAIN  PLAN_AGAIN     PLAN_AGAIN      PLAN_AGAIN     PLAN_AGAIN  PLAN_AGAIN     PLAN_AGAIN      PLAN_AGAIN       PLAN_AGAIN
            NO_LOCK     ONE_BY_ONE  RETRY       RETRY          RETRY           RETRY          ONE_BY_ONE  RETRY          RETRY           RETRY            STOP
            UNPREPARED  ONE_BY_ONE  ONE_BY_ONE  UNPREPARE      STOP            STOP           ONE_BY_ONE  STOP           STOP            STOP             STOP
            UNWATCHED   ONE_BY_ONE  ONE_BY_ONE  WATCH          WATCH           STOP           ONE_BY_ONE  WATCH          WATCH           STOP             STOP
            SEQUENCE    ONE_BY_ONE  ONE_BY_ONE  SET_SEQUENCES  SET_SEQUENCES   SET_SEQUENCES  ONE_BY_ONE  SET_SEQUENCES  SET_SEQUENCES   SET_SEQUENCES    STOP
            VIOLATION   ONE_BY_ONE  STOP        STOP           STOP            STOP           ONE_BY_ONE  JUDGE_EACH     STOP            STOP             STOP
            CURSOR      ONE_BY_ONE  STOP        STOP           STOP            STOP           ONE_BY_ONE  JUDGE_EACH     STOP            STOP             STOP
            CHANGED     ONE_BY_ONE  STOP        STOP           STOP            STOP           ONE_BY_ONE  WATCH          WATCH           STOP             STOP
            FULL        ONE_BY_ONE  STOP        STOP           STOP            STOP           ONE_BY_ONE  TOO_MANY       TOO_MANY        TOO_MANY         STOP
            FAILED      ONE_BY_ONE  STOP        STOP           STOP            STOP           ONE_BY_ONE  STOP           STOP            STOP             STOP
            """;

    private static final Map<Answer, Map<Way, Next>> STEPS = read();

    private RunDecisions() {}

    private static Map<Answer, Map<Way, Next>> read() {
        List<String[]> rows =
                TABLE.lines().map(line -> line.trim().split("\\s+")).toList();
        String[] ways = rows.get(0);
        Map<Answer, Map<Way, Next>> steps = new EnumMap<>(Answer.class);
        for (String[] row : rows.subList(1, rows.size())) {
            Map<Way, Next> next = new EnumMap<>(Way.class);
            for (int i = 1; i < ways.length; i++) {
                next.put(Way.valueOf(ways[i]), Next.valueOf(row[i]));
            }
            steps.put(Answer.valueOf(row[0]), next);
        }
        return steps;
    }

    static Next next(Way way, Answer answer) {
        return Objects.requireNonNull(Objects.requireNonNull(STEPS.get(answer)).get(way));
    }

    static Next next(Way way, SectionResult outcome) {
        return next(way, answer(outcome));
    }

    /** What an outcome means for what comes next. */
    static Answer answer(SectionResult outcome) {
        if (outcome instanceof SectionResult.Done) {
            return Answer.DONE;
        }
        if (outcome instanceof SectionResult.Locked) {
            return Answer.BUSY;
        }
        if (outcome instanceof SectionResult.StaleHistory) {
            return Answer.STALE;
        }
        if (outcome instanceof SectionResult.Unprepared) {
            return Answer.UNPREPARED;
        }
        if (outcome instanceof SectionResult.Unwatched) {
            return Answer.UNWATCHED;
        }
        if (outcome instanceof SectionResult.SequenceBehind) {
            return Answer.SEQUENCE;
        }
        if (outcome instanceof SectionResult.GuardViolations) {
            return Answer.VIOLATION;
        }
        if (outcome instanceof SectionResult.HistoryChanged changed) {
            return changed.stands().isEmpty() ? Answer.CHANGED : Answer.FAILED;
        }
        return outcome instanceof SectionResult.Failed failed ? answer(failed.error()) : Answer.FAILED;
    }

    /** The same of an error of the server's, by its SQLSTATE (manual, appendix A). */
    static Answer answer(SqlError error) {
        return switch (error.said().sqlState()) {
            // lock_not_available, deadlock_detected
            case "55P03", "40P01" -> Answer.NO_LOCK;
            // duplicate_cursor, object_in_use
            case "42P03", "55006" -> Answer.CURSOR;
            // out_of_memory: of the lock table
            case "53200" -> Answer.FULL;
            default -> Answer.FAILED;
        };
    }
}
