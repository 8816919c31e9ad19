package dev.bailiwick.files.scaffold;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/** What a new file is filled in with; the texts are resources, {@code templates/table.sql} and so on. */
public enum NewFileTemplate {
    TABLE,
    ENUM,
    COLUMN,
    INDEX,
    VIEW,
    FUNCTION,
    SEED,
    DROP,
    EMPTY;

    /** Its text with names in braces. */
    String text() {
        return resource(toString());
    }

    static String resource(String name) {
        try (InputStream in =
                Objects.requireNonNull(NewFileTemplate.class.getResourceAsStream("/dev/bailiwick/files/templates/" + name + ".sql"), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
