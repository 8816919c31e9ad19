package dev.bailiwick.plan;

import org.jspecify.annotations.Nullable;

/**
 * What a person asks of {@code migrate} in one domain.
 *
 * @param to the last file to apply, inclusive: its name or the beginning of its name, such as its version; null for all
 * @param count how many files to apply at most; null for all
 * @param allowOutOfOrder whether pending files that sort before an applied one are let through
 */
public record UpRequest(@Nullable String to, @Nullable Integer count, boolean allowOutOfOrder) {

    /** All that is pending, in order. */
    public static final UpRequest ALL = new UpRequest(null, null, false);
}
