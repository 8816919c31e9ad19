package dev.bailiwick.cli;

/**
 * What standard output is. The launcher tells; {@code System.console()} means something else from Java 22 on.
 *
 * @param terminal whether a person looks at standard output
 * @param width columns
 */
record Screen(boolean terminal, int width) {
    private static final int USUAL_WIDTH = 100;

    static Screen real() {
        return new Screen(
                Boolean.getBoolean("bailiwick.terminal"), Integer.getInteger("bailiwick.columns", USUAL_WIDTH));
    }

    /** A pipe or a file. */
    static Screen pipe() {
        return new Screen(false, USUAL_WIDTH);
    }
}
