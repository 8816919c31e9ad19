package dev.bailiwick.db.run;

import dev.bailiwick.db.guard.CopyFreeze;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.ServerInfo;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.model.script.Part;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which files can share a message or a transaction, by what stands in them. */
public final class GroupEligibility {
    /** Statements that leave nothing in the transaction for those behind them but what psql would find committed. */
    private static final Pattern JOINS = Pattern.compile(
            "(CREATE|ALTER|DROP|COMMENT|GRANT|REVOKE|SECURITY|TRUNCATE|ANALYZE|REFRESH|INSERT|UPDATE|DELETE|MERGE|SELECT|WITH"
                    + "|DO|RESET|SET(?!\\s+(TRANSACTION|SESSION|CONSTRAINTS)\\b))\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /**
     * Statements that only add objects, run no functions and write no rows: what such a file does beyond its domain is still to be
     * seen at the end of the group, and running it once more, after the group was rolled back, comes to the same.
     */
    private static final Pattern ADDS = Pattern.compile(
            "(CREATE\\s+((UNLOGGED\\s+)?TABLE|(UNIQUE\\s+)?INDEX|VIEW|SEQUENCE|TYPE|DOMAIN|FUNCTION|PROCEDURE|TRIGGER|POLICY)"
                    + "|GRANT|COMMENT\\s+ON"
                    + "|ALTER\\s+TABLE\\s+(ONLY\\s+)?[\\w.\"]+\\s+ADD\\s+CONSTRAINT\\s+[\\w\"]+\\s+(PRIMARY\\s+KEY|UNIQUE|FOREIGN\\s+KEY))\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** CREATE TABLE AS and the like. */
    private static final Pattern FILLS = Pattern.compile(
            "CREATE\\s+(UNLOGGED\\s+)?TABLE\\b.*\\bAS[\\s(]+(SELECT|TABLE|VALUES|WITH|EXECUTE)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** What stands in parentheses that hold no others. */
    private static final Pattern PARENTHESES = Pattern.compile("\\([^()]*\\)");

    /** Objects of the session. */
    private static final Pattern TEMPORARY = Pattern.compile("pg_temp", Pattern.CASE_INSENSITIVE);

    private static final Pattern COMMENT = Pattern.compile(
            "COMMENT\\s+ON\\s+(COLUMN\\s)?(.*?)\\sIS\\s+(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern QUALIFIER = Pattern.compile("(\\w+|\"[^\"]*\")\\s*\\.");

    /**
     * What is better not put into a group: a new value of an enum can't be used in its transaction, prepared statements and the
     * server's counters are left alone, and what a DO block says is shown while it runs.
     */
    private static final Pattern STAYS_ALONE =
            Pattern.compile("\\b(ADD\\s+VALUE|PREPARE|DEALLOCATE|track_counts)\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern SAYS =
            Pattern.compile("DO\\b.*\\bRAISE\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Locks that a statement takes, as a rule: a table with its TOAST table, their indexes and a sequence. */
    private static final int LOCKS = 6;

    private GroupEligibility() {}

    /** Whether a unit can share a message with others: one text that leaves history and session as they are. */
    public static boolean mayShareMessage(SectionRun unit) {
        return unit.section().transaction()
                && unit.direction() != Direction.SEED
                && unit.parts().size() <= 1
                && unit.parts().stream().allMatch(Part.Sql.class::isInstance)
                && !CopyFreeze.freezes(unit)
                && !SavedHistory.mayBeNeeded(unit);
    }

    /** Whether a unit can share a transaction that is judged and recorded once. */
    public static boolean mayShare(SectionRun unit) {
        return mayShareMessage(unit)
                && unit.section().touches().isEmpty()
                && !STAYS_ALONE.matcher(text(unit)).find()
                && StatementText.of(unit)
                        .allMatch(text -> JOINS.matcher(text).matches()
                                && !SAYS.matcher(text).matches());
    }

    /** Whether nobody can tell, but by the clock, that a unit shared its transaction with others like it. */
    public static boolean mayShareUnnoticed(SectionRun unit) {
        String home = unit.domain().schema();
        return mayShare(unit) && StatementText.of(unit).allMatch(text -> adds(text, home));
    }

    private static boolean adds(String text, String home) {
        Matcher comment = COMMENT.matcher(text);
        if (comment.matches()) {
            return comment.group(3).startsWith("'") && atHome(comment, home);
        }
        return ADDS.matcher(text).matches()
                && !text.contains("/*")
                && !FILLS.matcher(text).matches()
                && !TEMPORARY.matcher(text).find()
                && (!text.regionMatches(true, 0, "ALTER", 0, 5) || hasOneAction(text));
    }

    /** Whether an ALTER TABLE has one action: no comma outside parentheses. */
    private static boolean hasOneAction(String text) {
        String outside = text;
        for (String before = ""; !outside.equals(before); ) {
            before = outside;
            outside = PARENTHESES.matcher(outside).replaceAll(" ");
        }
        return !outside.contains(",");
    }

    /** A comment takes the place of another one: it may do so only within the domain. */
    private static boolean atHome(Matcher comment, String home) {
        List<String> qualifiers = QUALIFIER
                .matcher(comment.group(2))
                .results()
                .map(found -> found.group(1).replace("\"", ""))
                .toList();
        boolean column = comment.group(1) != null;
        return (column && qualifiers.size() == 1)
                || qualifiers.stream().limit(column ? 1 : qualifiers.size()).allMatch(home::equalsIgnoreCase);
    }

    /** How many statements a group may have, of what the server's lock table has room for: others need some, too. */
    public static int most(ServerInfo server) {
        return server.lockSlots() / 4 / LOCKS;
    }

    private static String text(SectionRun unit) {
        return unit.text().substring(unit.section().start(), unit.section().end());
    }
}
