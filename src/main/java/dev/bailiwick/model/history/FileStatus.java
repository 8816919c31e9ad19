package dev.bailiwick.model.history;

import dev.bailiwick.model.script.MigrationFile;
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
        @Nullable HistoryRow row) {

    /** Whether migrate goes on with it where it stopped: part of its up section is done, outside a transaction. */
    public boolean resumable() {
        return state == FileState.PARTIAL && file != null && row != null && !row.rollingBack();
    }

    /** Where it goes on. */
    public Resume resume() {
        return resumable() && row != null ? row.resume() : Resume.START;
    }
}
