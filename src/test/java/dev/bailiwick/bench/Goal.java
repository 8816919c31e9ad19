package dev.bailiwick.bench;

import dev.bailiwick.bench.Target.Relation;
import org.jspecify.annotations.Nullable;

/**
 * A number that a comparison is made for, and what it has to reach.
 *
 * @param contender whose number it is
 * @param against for a ratio: the contender whose time is the unit
 */
record Goal(Unit unit, String contender, @Nullable String against, Target target) {
    static Goal atMost(double bound, String contender, String against) {
        return new Goal(Unit.RATIO, contender, against, Target.atMost(bound));
    }

    static Goal faster(String contender, String against) {
        return new Goal(Unit.RATIO, contender, against, new Target(Relation.LESS_THAN, 1));
    }

    static Goal atLeast(double bound, String contender, String against) {
        return new Goal(Unit.RATIO, contender, against, new Target(Relation.AT_LEAST, bound));
    }

    static Goal megabytes(double bound, String contender) {
        return new Goal(Unit.MEGABYTES, contender, null, Target.atMost(bound));
    }

    static Goal roundTrips(double bound, String contender) {
        return new Goal(Unit.ROUND_TRIPS, contender, null, Target.atMost(bound));
    }

    Figure figure(Comparison.Result result) {
        Measurement measured = result.of(contender);
        if (against != null) {
            Comparison.Ratio ratio = result.ratio(contender, against);
            return new Figure(contender + " ÷ " + against, ratio.median(), unit, target, ratio.range());
        }
        double value = unit == Unit.MEGABYTES ? measured.megabytes() : measured.roundTrips();
        if (value < 0) {
            throw new IllegalStateException(contender + ": " + unit.sign() + " are not known here");
        }
        return new Figure(contender, value, unit, target, "");
    }
}
