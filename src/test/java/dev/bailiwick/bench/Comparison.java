package dev.bailiwick.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One piece of work, done by several in turn.
 *
 * @param work what is done
 * @param floor the contender that the others are held against
 * @param target what Bailiwick has to reach, for people; empty where there is none
 */
record Comparison(String work, String floor, String target, List<Contender> contenders) {
    Comparison {
        contenders = List.copyOf(contenders);
    }

    /** The middle of each contender's runs. */
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
        Map<String, Measurement> medians = new LinkedHashMap<>();
        runs.forEach((name, all) -> medians.put(name, median(all)));
        return new Result(this, medians, runs);
    }

    private static Measurement median(List<Measurement> runs) {
        return new Measurement(
                middle(runs.stream().mapToDouble(Measurement::millis).sorted().toArray()),
                runs.stream().mapToDouble(Measurement::megabytes).max().orElse(-1),
                runs.get(runs.size() - 1).roundTrips());
    }

    private static double middle(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /**
     * What came out.
     *
     * @param medians by contender; megabytes are the most of all runs
     * @param runs all of them, but for the first
     */
    record Result(Comparison race, Map<String, Measurement> medians, Map<String, List<Measurement>> runs) {
        double ratio(String contender) {
            return of(contender).millis() / of(race.floor()).millis();
        }

        Measurement of(String contender) {
            Measurement measured = medians.get(contender);
            if (measured == null) {
                throw new IllegalArgumentException(contender + " did not run in " + race.work());
            }
            return measured;
        }
    }
}
