package dev.bailiwick.db.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** SQL of ours that is long enough for a file of its own: a resource {@code dev/bailiwick/db/…}. */
public final class SqlFile {
    private SqlFile() {}

    /** The text of a file in the jar, such as {@code guard.sql}. */
    public static String text(String name) {
        try (InputStream in = Objects.requireNonNull(SqlFile.class.getResourceAsStream("/dev/bailiwick/db/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
