package dev.bailiwick.engine;

import dev.bailiwick.db.Applier;
import dev.bailiwick.db.Unit;
import java.util.List;
import java.util.Locale;

/**
 * How many units share a message: as many as come to their end in a quarter of a second, the way there and back included.
 * So a run on a terminal shows progress, and one over a distance doesn't wait for each of them.
 */
final class GroupSize {
    private static final double TARGET_MS = 250;
    private static final int FIRST = 50;
    private static final int MOST = 100;

    /** Characters; what is larger is likely to take its time. */
    private static final int UNIT = 16_384;

    private static final int MESSAGE = 262_144;

    private int size = FIRST;

    /** So many units took so long. */
    void took(int units, long milliseconds) {
        size = (int) Math.max(1, Math.min(MOST, TARGET_MS * units / Math.max(1, milliseconds)));
    }

    /** The next units, at most up to an index; one that has to be alone is alone. */
    List<Unit> next(List<Unit> units, int from, int limit) {
        int to = from;
        int length = 0;
        while (to < limit && to - from < size && groups(units.get(to)) && length < MESSAGE) {
            length += units.get(to).text().length();
            to++;
        }
        return units.subList(from, Math.max(to, from + 1));
    }

    /** A unit that talks is heard as it does, which is when it is alone. */
    private static boolean groups(Unit unit) {
        return unit.text().length() <= UNIT
                && Applier.groups(unit)
                && !unit.text().toString().toUpperCase(Locale.ROOT).contains("RAISE");
    }
}
