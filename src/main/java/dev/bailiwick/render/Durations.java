package dev.bailiwick.render;

/** Says how long something took, as exactly as a person cares to know. */
public final class Durations {
    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private Durations() {}

    /** Such as {@code 12 ms}, {@code 1.2 s}, {@code 3 min 4 s} and {@code 2 h 5 min}; rounded, and never below zero. */
    public static String text(long milliseconds) {
        long ms = Math.max(0, milliseconds);
        if (ms < SECOND) {
            return ms + " ms";
        }
        long tenths = (ms + 50) / 100;
        if (tenths < 600) {
            return tenths / 10 + "." + tenths % 10 + " s";
        }
        long seconds = (ms + 500) / SECOND;
        if (seconds < HOUR / SECOND) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        long minutes = (ms + MINUTE / 2) / MINUTE;
        return minutes / 60 + " h " + minutes % 60 + " min";
    }
}
