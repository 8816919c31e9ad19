package dev.bailiwick.model;

import org.jspecify.annotations.Nullable;

/**
 * One migration in the light of files and history.
 *
 * @param filename its name
 * @param state what both say together
 * @param file null where the file is missing
 * @param row null where the history does not know it
 */
public record FileStatus(
        String filename,
        FileState state,
        @Nullable MigrationFile file,
        @Nullable HistoryRow row) {}
