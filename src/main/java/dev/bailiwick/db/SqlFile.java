package dev.bailiwick.db;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** SQL of ours that is long enough for a file of its own, beside the classes of this room. */
final class SqlFile {
    private SqlFile() {}

    /** The text of a file in the jar, such as {@code guard.sql}. */
    static String text(String name) {
        try (InputStream in = Objects.requireNonNull(SqlFile.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
