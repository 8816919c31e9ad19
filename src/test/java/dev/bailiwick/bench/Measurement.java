package dev.bailiwick.bench;

/**
 * What one run took.
 *
 * @param millis of wall time
 * @param megabytes resident at most; -1 where it is not known
 * @param roundTrips to the server, login included; -1 where they were not counted
 */
record Measurement(double millis, double megabytes, int roundTrips) {
    /** One behind the other. */
    Measurement and(Measurement next) {
        return new Measurement(millis + next.millis, Math.max(megabytes, next.megabytes), -1);
    }
}
