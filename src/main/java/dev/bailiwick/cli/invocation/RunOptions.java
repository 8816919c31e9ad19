package dev.bailiwick.cli.invocation;

import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.script.Limits;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Options of the commands that run the SQL of files. */
public final class RunOptions {
    /** Adds the options. */
    public void addTo(CommandSyntax syntax) {
        syntax.pairs(
                        "--set",
                        "NAME=VALUE",
                        "A value that the SQL reads as current_setting('bailiwick.NAME').",
                        given -> set = given)
                .value(
                        "--lock-timeout",
                        "TIME",
                        "Give up a statement that waits so long for a lock: 500ms, 5s, 1min.",
                        given -> lockTimeout = given)
                .value(
                        "--statement-timeout",
                        "TIME",
                        "Give up a statement that takes so long: 30s, 10min.",
                        given -> statementTimeout = given)
                .value(
                        "--lock-retry",
                        "TIME",
                        "Try a section again that waited in vain for a lock, for so long; 0: never.",
                        given -> lockRetry = given);
    }

    /** Digits that fit into PostgreSQL's integer of milliseconds or nearly so, and its units. */
    private static final Pattern TIME =
            Pattern.compile("\\d{1,10}\\s*(us|ms)?|\\d{1,7}\\s*s|\\d{1,5}\\s*min|\\d{1,3}\\s*h|\\d{1,2}\\s*d");

    private @Nullable Map<String, String> set;

    private @Nullable String lockTimeout;

    private @Nullable String statementTimeout;

    private @Nullable String lockRetry;

    @Nullable
    Map<String, String> set() {
        return set;
    }

    /** What was said of timeouts. */
    Limits limits() {
        return new Limits(
                time("--lock-timeout", lockTimeout),
                time("--statement-timeout", statementTimeout),
                time("--lock-retry", lockRetry));
    }

    private static @Nullable String time(String option, @Nullable String value) {
        if (value != null && !TIME.matcher(value).matches()) {
            throw BailiwickException.usage(
                    option + " " + value + " is no time", option + " 500ms, or with us, s, min, h, d");
        }
        return value;
    }
}
