package dev.bailiwick.testing;

/** How long a proof may take: short with every build, long with {@code -Dbailiwick.proof=long}. */
public final class Proof {
    private Proof() {}

    public static boolean isLong() {
        return "long".equals(System.getProperty("bailiwick.proof"));
    }

    /** How often to do something. */
    public static int times(int shortForm, int longForm) {
        return isLong() ? longForm : shortForm;
    }
}
