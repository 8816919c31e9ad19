package dev.bailiwick.model;

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

    /** Nothing is said. */
    public static final Limits NONE = new Limits(null, null, null);

    /** These limits, and for what they leave open those that are further away. */
    public Limits or(Limits further) {
        return new Limits(
                nearest(lockTimeout, further.lockTimeout),
                nearest(statementTimeout, further.statementTimeout),
                nearest(lockRetry, further.lockRetry));
    }

    private static @Nullable String nearest(@Nullable String near, @Nullable String further) {
        return near == null ? further : near;
    }
}
