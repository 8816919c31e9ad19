package dev.bailiwick.db.run;

import dev.bailiwick.model.catalog.LockMode;

/**
 * A lock that was seen to be held while others may have waited.
 *
 * @param relation its name with its schema
 * @param atLeast milliseconds since it was seen first
 */
public record HeldLock(LockMode mode, String relation, long atLeast) {}
