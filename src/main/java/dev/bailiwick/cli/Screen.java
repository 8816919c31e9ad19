package dev.bailiwick.cli;

/**
 * What standard output is. The launcher tells; {@code System.console()} means something else from Java 22 on.
 *
 * @param terminal whether a person looks at standard output
 * @param width columns
 * @param command how bailiwick was called, to be typed again
 */
record Screen(boolean terminal, int width, String command) {
    private static final int USUAL_WIDTH = 100;
    private static final String NAME = "bailiwick";

    static Screen real() {
        return new Screen(
                Boolean.getBoolean("bailiwick.terminal"),
                Integer.getInteger("bailiwick.columns", USUAL_WIDTH),
                System.getProperty("bailiwick.command", NAME));
    }

    /** A pipe or a file. */
    static Screen pipe() {
        return new Screen(false, USUAL_WIDTH, NAME);
    }
}
