package dev.bailiwick.cli.console;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What standard output and input are. The launcher tells; {@code System.console()} means something else from Java 22 on.
 *
 * @param terminal whether a person looks at standard output
 * @param width columns
 * @param command how bailiwick was called, to be typed again
 * @param keyboard where a person who looks at it types answers; null where nobody does
 */
public record Screen(
        boolean terminal,
        int width,
        String command,
        @Nullable InputStream keyboard) {
    private static final int USUAL_WIDTH = 100;
    private static final String NAME = "bailiwick";

    public static Screen real() {
        return new Screen(
                Boolean.getBoolean("bailiwick.terminal"),
                Integer.getInteger("bailiwick.columns", USUAL_WIDTH),
                System.getProperty("bailiwick.command", NAME),
                Boolean.getBoolean("bailiwick.keyboard") ? System.in : null);
    }

    /** A pipe or a file. */
    public static Screen pipe() {
        return new Screen(false, USUAL_WIDTH, NAME, null);
    }
}
