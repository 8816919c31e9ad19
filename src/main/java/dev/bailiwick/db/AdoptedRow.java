package dev.bailiwick.db;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A row of a tracking table that is taken over from another tool's history.
 *
 * @param filename the file's name
 * @param batch 0 where the other tool has none
 * @param checksum MD5 of the file as it is now
 * @param source the file as it is now
 * @param appliedAt null where the other tool doesn't know
 * @param appliedBy null where the other tool doesn't know
 * @param executionTimeMs 0 where the other tool doesn't know
 * @param message for the log: where it was taken from
 */
public record AdoptedRow(
        String filename,
        int batch,
        String checksum,
        String source,
        @Nullable OffsetDateTime appliedAt,
        @Nullable String appliedBy,
        int executionTimeMs,
        String message) {}
