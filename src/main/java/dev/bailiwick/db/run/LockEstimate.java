package dev.bailiwick.db.run;

import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.db.session.ServerInfo;
import java.util.List;
import java.util.regex.Pattern;

/** Whether the server's lock table has room for what sections make and drop in one transaction, as far as their text tells. */
public final class LockEstimate {
    /** A relation that is made or dropped, each with a lock of its own. */
    private static final Pattern RELATION = Pattern.compile(
            "(CREATE|DROP)\\s+((UNLOGGED|UNIQUE|MATERIALIZED|TEMP|TEMPORARY)\\s+)?(TABLE|INDEX|SEQUENCE|VIEW)\\s+(?!IF\\b).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** What a table brings with it: indexes and sequences. */
    private static final Pattern PART =
            Pattern.compile("\\b(PRIMARY\\s+KEY|UNIQUE|IDENTITY|(SMALL|BIG)?SERIAL)\\b", Pattern.CASE_INSENSITIVE);

    /**
     * How much more fits than max_locks_per_transaction promises: the lock table grows into memory that nothing else has taken.
     * Measured: 14,000 to 15,000 where 6,400 are promised, by default.
     */
    private static final double REAL = 2.5;

    private LockEstimate() {}

    /** Whether there is certainly no room for all of them. */
    public static boolean exceeds(List<SectionRun> units, ServerInfo server) {
        long least = units.stream().mapToLong(LockEstimate::atLeast).sum();
        return least > REAL * server.lockSlots();
    }

    private static long atLeast(SectionRun unit) {
        return StatementText.of(unit).mapToLong(LockEstimate::atLeast).sum();
    }

    /** How many locks a statement takes at least that last to the end of the transaction. */
    private static long atLeast(String statement) {
        if (!RELATION.matcher(statement).matches()) {
            return 0;
        }
        return 1 + PART.matcher(statement).results().count();
    }
}
