package dev.bailiwick.db.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a running statement is at, as the server tells others.
 *
 * @param wants the lock that it waits for, such as {@code AccessExclusiveLock on inventory.drugs}; null while it waits for
 *     none
 * @param blockers who stands in the way; empty while it waits for no lock
 * @param work how far a long command is, such as {@code CREATE INDEX: building index, 43 %}; null where the server does not
 *     tell
 */
public record StatementActivity(
        @Nullable String wants,
        List<LockBlocker> blockers,
        @Nullable String work) {

    public StatementActivity {
        blockers = List.copyOf(blockers);
    }

    /** Whom it waits for, as the end of a sentence; null while nobody stands in the way. */
    public @Nullable String waits() {
        return blockers.isEmpty()
                ? null
                : (wants == null ? "a lock" : wants) + ", blocked by " + LockBlocker.list(blockers);
    }
}
