package dev.bailiwick.engine.run;

import dev.bailiwick.db.run.GroupEligibility;
import dev.bailiwick.db.section.SectionRun;
import dev.bailiwick.model.script.Direction;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which units go to the server together: as many as come to their end in a quarter of a second, the way there and back included.
 * So a run on a terminal shows progress, and one over a distance doesn't wait for each of them.
 */
final class NextGroup {
    private static final double TARGET_MS = 250;
    private static final int FIRST = 50;
    private static final int MOST = 100;

    /** Characters; what is larger is likely to take its time. */
    private static final int UNIT = 16_384;

    private static final int MESSAGE = 262_144;

    private int size = FIRST;

    /** Whether units may share a transaction, from {@link #alone} on. */
    private boolean transactions;

    private int mostStatements;
    private int alone;

    /** How many groups had to be run one by one. */
    private int split;

    /** Lets units share transactions from here on, whose statements are at most so many. */
    void shareTransactions(int statements) {
        transactions = true;
        mostStatements = statements;
    }

    /** So many units took so long. */
    void took(int units, long milliseconds) {
        size = (int) Math.max(1, Math.min(MOST, TARGET_MS * units / Math.max(1, milliseconds)));
    }

    /** The next units share no transaction; where that happens again, none does any more. */
    void split(int to) {
        alone = to;
        split++;
    }

    /** The next units that share a transaction; one or none where the next doesn't. */
    List<SectionRun> inTransaction(List<SectionRun> units, int from, Set<String> failed) {
        int to = from;
        int length = 0;
        int statements = 0;
        while (transactions
                && split < 2
                && from >= alone
                && to < units.size()
                && to - from < size
                && length < MESSAGE) {
            SectionRun unit = units.get(to);
            statements += unit.section().sent().size();
            if (unit.direction() != Direction.UP
                    || unit.text().length() > UNIT
                    || statements > mostStatements
                    || failed.contains(unit.filename())
                    || !GroupEligibility.mayShareUnnoticed(unit)) {
                break;
            }
            length += unit.text().length();
            to++;
        }
        return units.subList(from, to);
    }

    /** The next units that share a message, at most up to an index; one that has to be alone is alone. */
    List<SectionRun> next(List<SectionRun> units, int from, int limit) {
        int to = from;
        int length = 0;
        while (to < limit && to - from < size && groups(units.get(to)) && length < MESSAGE) {
            length += units.get(to).text().length();
            to++;
        }
        return units.subList(from, Math.max(to, from + 1));
    }

    /** A unit that talks is heard as it does, which is when it is alone. */
    private static boolean groups(SectionRun unit) {
        return unit.text().length() <= UNIT
                && GroupEligibility.mayShareMessage(unit)
                && !unit.text().toString().toUpperCase(Locale.ROOT).contains("RAISE");
    }
}
