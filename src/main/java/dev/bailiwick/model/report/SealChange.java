package dev.bailiwick.model.report;

import org.jspecify.annotations.Nullable;

/**
 * One line of a manifest that comes, changes or goes.
 *
 * @param filename the migration
 * @param was the checksum that its line says; null where it has none
 * @param checksum the checksum that it will say; null where it goes
 */
public record SealChange(
        String filename, @Nullable String was, @Nullable String checksum) {

    /** What happens to the line, in one word. */
    public String word() {
        return was == null ? "added" : checksum == null ? "removed" : "changed";
    }
}
