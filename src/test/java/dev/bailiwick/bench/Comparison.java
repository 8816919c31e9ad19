package dev.bailiwick.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One piece of work, done by several in turn.
 *
 * @param work what is done
 * @param reference the contender that the others are held against
 * @param goals the numbers that it is done for
 */
record Comparison(String work, String reference, List<Contender> contenders, List<Goal> goals) {
    Comparison {
        contenders = List.copyOf(contenders);
        goals = List.copyOf(goals);
    }

    /** Each contender once in each round, so that a busy moment of the machine meets them all. */
    Result run(int rounds) {
        Map<String, List<Measurement>> runs = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Contender contender : contenders) {
                contender.before().run();
                Measurement measured = contender.run().get();
                contender.after().run();
                // The first round warms files, caches and the server.
                if (round > 0) {
                    runs.computeIfAbsent(contender.name(), name -> new ArrayList<>())
                            .add(measured);
                }
            }
        }
        return new Result(this, runs);
    }

    /** The middle of the rounds' ratios, and how far they spread. */
    record Ratio(double median, double least, double most) {
        String range() {
            return String.format(Locale.ROOT, "%.2f to %.2f", least, most);
        }
    }

    /**
     * What came out.
     *
     * @param runs each contender's, round by round
     */
    record Result(Comparison comparison, Map<String, List<Measurement>> runs) {
        /** Round by round: what runs in the same round has had the same machine. */
        Ratio ratio(String contender, String against) {
            List<Measurement> own = all(contender);
            List<Measurement> others = all(against);
            double[] ratios = IntStream.range(0, own.size())
                    .mapToDouble(i -> own.get(i).millis() / others.get(i).millis())
                    .sorted()
                    .toArray();
            return new Ratio(middle(ratios), ratios[0], ratios[ratios.length - 1]);
        }

        Ratio ratio(String contender) {
            return ratio(contender, comparison.reference());
        }

        /** The middle of its times and of its round trips, which a busy machine adds to; of the megabytes the most. */
        Measurement of(String contender) {
            List<Measurement> all = all(contender);
            return new Measurement(
                    middle(all.stream()
                            .mapToDouble(Measurement::millis)
                            .sorted()
                            .toArray()),
                    all.stream().mapToDouble(Measurement::megabytes).max().orElse(-1),
                    all.stream().map(Measurement::roundTrips).sorted().toList().get((all.size() - 1) / 2));
        }

        List<Figure> figures() {
            return comparison.goals().stream().map(goal -> goal.figure(this)).toList();
        }

        private List<Measurement> all(String contender) {
            List<Measurement> all = runs.get(contender);
            if (all == null) {
                throw new IllegalArgumentException(contender + " did not run in " + comparison.work());
            }
            return all;
        }

        private static double middle(double[] sorted) {
            int half = sorted.length / 2;
            return sorted.length % 2 == 1
                    ? sorted[half]
                    : Arrays.stream(sorted, half - 1, half + 1).average().orElseThrow();
        }
    }
}
