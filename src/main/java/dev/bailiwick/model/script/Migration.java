package dev.bailiwick.model.script;

import org.jspecify.annotations.Nullable;

/**
 * One migration file, parsed.
 *
 * @param filename name within its domain's folder, such as {@code 20251205000001_create_enums.sql}
 * @param text the whole file without a byte order mark, line ends as they stand in the file
 * @param up the up section
 * @param down the down section, or null where the file has none
 */
public record Migration(
        String filename, Text text, Section up, @Nullable Section down) {}
