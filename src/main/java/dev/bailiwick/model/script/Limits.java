package dev.bailiwick.model.script;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a section may wait and run: said in a marker, on the command line, for a domain, or nowhere.
 *
 * @param lockTimeout how long one statement may wait for a lock, as PostgreSQL reads it; null where nothing is said
 * @param statementTimeout how long one statement may take; null where nothing is said
 * @param lockRetry for how long a section that waited in vain for a lock is tried again, as PostgreSQL reads a time; 0: never;
 *     null where nothing is said
 */
public record Limits(
        @Nullable String lockTimeout,
        @Nullable String statementTimeout,
        @Nullable String lockRetry) {

    private static final Pattern TIME = Pattern.compile("(\\d+)\\s*(us|ms|s|min|h|d|)");

    /** Where nobody says otherwise: a waiting ALTER TABLE keeps everybody behind it waiting, too. */
    public static final Limits DEFAULTS = new Limits("5s", null, "2min");

    /** Nothing is said. */
    public static final Limits NONE = new Limits(null, null, null);

    /** These limits, and for what they leave open those that are further away. */
    public Limits or(Limits further) {
        return new Limits(
                nearest(lockTimeout, further.lockTimeout),
                nearest(statementTimeout, further.statementTimeout),
                nearest(lockRetry, further.lockRetry));
    }

    /**
     * A time as PostgreSQL reads it (manual, "Setting Parameters"): digits, and a unit or milliseconds.
     *
     * @return milliseconds
     */
    public static long milliseconds(String time) {
        Matcher matcher = TIME.matcher(time.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no time: " + time);
        }
        // The server refuses anything longer.
        String digits = matcher.group(1);
        long number = digits.length() > 10 ? Integer.MAX_VALUE : Long.parseLong(digits);
        return switch (matcher.group(2)) {
            case "us" -> number / 1000;
            case "s" -> number * 1000;
            case "min" -> number * 60_000;
            case "h" -> number * 3_600_000;
            case "d" -> number * 86_400_000;
            default -> number;
        };
    }

    private static @Nullable String nearest(@Nullable String near, @Nullable String further) {
        return near == null ? further : near;
    }
}
