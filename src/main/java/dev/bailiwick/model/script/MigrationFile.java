package dev.bailiwick.model.script;

/**
 * One file of a domain's folder as it was read from the disk, not yet parsed.
 *
 * @param filename its name, which is its identity and its place in the order
 * @param path as the user would type it, such as {@code sql/inventory/20251205000001_create_enums.sql}
 * @param text its content without a byte order mark, line ends as they stand
 * @param checksum MD5 of its bytes without a byte order mark and with CRLF made LF, 32 hex digits in lower case
 */
public record MigrationFile(String filename, String path, Text text, String checksum) {

    /** A file whose text is held. */
    public MigrationFile(String filename, String path, String text, String checksum) {
        this(filename, path, Text.of(text), checksum);
    }
}
