package dev.bailiwick.model.catalog;

import org.jspecify.annotations.Nullable;

/**
 * What one statement did to one relation.
 *
 * @param relation its name with its schema
 * @param kind table, view, materialized view, sequence, index, foreign table
 * @param existed whether it was there before the run
 * @param rows about how many rows it has, as the statistics say; negative where they say nothing
 * @param bytes its size with indexes and TOAST
 * @param lock the strongest lock that the statement has newly taken; null where that blocks nobody
 * @param rewritten whether its file was written anew
 * @param truncated whether that was because it was emptied
 * @param dropped whether it is gone
 * @param rowsRead by sequential scans
 * @param inserted rows
 * @param updated rows
 * @param deleted rows
 */
public record RelationEffect(
        String relation,
        String kind,
        boolean existed,
        long rows,
        long bytes,
        @Nullable LockMode lock,
        boolean rewritten,
        boolean truncated,
        boolean dropped,
        long rowsRead,
        long inserted,
        long updated,
        long deleted) {

    /** Whether there is anything to tell. */
    public boolean any() {
        return (existed && (lock != null || rewritten || dropped || rowsRead > 0)) || inserted + updated + deleted > 0;
    }
}
