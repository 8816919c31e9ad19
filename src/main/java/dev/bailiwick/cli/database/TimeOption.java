package dev.bailiwick.cli.database;

import dev.bailiwick.model.failure.BailiwickException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time as a person types it: PostgreSQL's units, and one of them must be there. */
final class TimeOption {
    private static final Pattern TIME = Pattern.compile("(\\d{1,7})\\s*(ms|s|min|h|d)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "min", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    private TimeOption() {}

    /**
     * The time that was typed.
     *
     * @param option for messages
     * @throws BailiwickException exit 2 where it is none: a bare number is seconds to one person and milliseconds to
     *     another
     */
    static Duration of(String option, String typed) {
        Matcher matcher = TIME.matcher(typed.strip());
        if (!matcher.matches()) {
            throw BailiwickException.usage(
                    option + " " + typed + (typed.matches("\\d+") ? " has no unit" : " is no time"),
                    option + (typed.matches("\\d{1,7}") ? " " + typed + "s" : " 60s") + ", or with ms, min, h, d");
        }
        return Duration.of(Long.parseLong(matcher.group(1)), Objects.requireNonNull(UNITS.get(matcher.group(2))));
    }
}
