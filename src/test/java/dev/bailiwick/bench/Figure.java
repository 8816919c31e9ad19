package dev.bailiwick.bench;

import org.jspecify.annotations.Nullable;

/**
 * One number that was found.
 *
 * @param target what it has to reach, where there is a target
 * @param note what else is known, for people
 */
record Figure(
        String what, double value, Unit unit, @Nullable Target target, String note) {
    /** Judged by the number that is printed: whoever reads 1.00 sees why "at most 1.00" is met. */
    boolean met() {
        return target == null || target.met(unit.rounded(value));
    }

    String text() {
        return unit.text(value);
    }

    String targetText() {
        return target == null ? "" : target.text(unit);
    }

    /** The target and whether it is met. */
    String verdict() {
        return target == null ? "" : targetText() + (met() ? ": met" : ": MISSED");
    }
}
