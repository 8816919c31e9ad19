package dev.bailiwick.db.run;

import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.ServerInfo;
import dev.bailiwick.model.script.Statement;
import java.util.regex.Pattern;

/** Which files can share a transaction that is judged and recorded once, by what stands in them. */
public final class GroupEligibility {
    /** Statements that leave nothing in the transaction for those behind them but what psql would find committed. */
    private static final Pattern JOINS = Pattern.compile(
            "(CREATE|ALTER|DROP|COMMENT|GRANT|REVOKE|SECURITY|TRUNCATE|ANALYZE|REFRESH|INSERT|UPDATE|DELETE|MERGE|SELECT|WITH"
                    + "|DO|RESET|SET(?!\\s+(TRANSACTION|SESSION|CONSTRAINTS)\\b))\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** What may take back what a file before it did beyond its domain, before anybody has looked. */
    private static final Pattern TAKES_BACK =
            Pattern.compile("(DROP|REVOKE)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** What changes rows or runs functions that may. */
    private static final Pattern WRITES = Pattern.compile(
            "(INSERT|UPDATE|DELETE|MERGE|SELECT|WITH|DO)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /**
     * What is better not put into a group: a new value of an enum can't be used in its transaction, prepared statements and the
     * server's counters are left alone, and what a DO block says is shown while it runs.
     */
    private static final Pattern STAYS_ALONE =
            Pattern.compile("\\b(ADD\\s+VALUE|PREPARE|DEALLOCATE|track_counts)\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern SAYS =
            Pattern.compile("DO\\b.*\\bRAISE\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern DEFERS =
            Pattern.compile("\\b(INITIALLY\\s+DEFERRED|DEFERRABLE|CONSTRAINT\\s+TRIGGER)\\b", Pattern.CASE_INSENSITIVE);

    /** Locks that a statement takes, as a rule: a table with its TOAST table, their indexes and a sequence. */
    private static final int LOCKS = 6;

    private GroupEligibility() {}

    /** Whether a unit can share a transaction that is judged and recorded once. */
    public static boolean mayShare(SectionRun unit) {
        return SectionRunner.groups(unit)
                && unit.section().touches().isEmpty()
                && !STAYS_ALONE.matcher(text(unit)).find()
                && unit.section().sent().stream()
                        .map(statement -> text(unit, statement))
                        .allMatch(text -> JOINS.matcher(text).matches()
                                && !SAYS.matcher(text).matches());
    }

    /**
     * Whether nobody can tell, but by the clock, that a unit shared its transaction with those before it.
     *
     * @param deferrable whether constraints or triggers may be deferrable in its domain: a file that writes rows has to come to its
     *     own commit then
     */
    public static boolean mayShareUnnoticed(SectionRun unit, boolean deferrable) {
        return mayShare(unit)
                && unit.section().sent().stream()
                        .map(statement -> text(unit, statement))
                        .noneMatch(text -> TAKES_BACK.matcher(text).matches()
                                || (deferrable && WRITES.matcher(text).matches()));
    }

    /** Whether a unit may make something deferrable. */
    public static boolean defers(SectionRun unit) {
        return DEFERS.matcher(text(unit)).find();
    }

    /** How many statements a group may have, of what the server's lock table has room for: others need some, too. */
    public static int most(ServerInfo server) {
        return server.lockSlots() / 4 / LOCKS;
    }

    private static String text(SectionRun unit) {
        return unit.text().substring(unit.section().start(), unit.section().end());
    }

    private static String text(SectionRun unit, Statement statement) {
        return unit.text().substring(statement.start(), statement.end());
    }
}
