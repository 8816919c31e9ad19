package dev.bailiwick.othertools.format;

/** Names of new files. */
public final class NewNames {
    private NewNames() {}

    /** A version's digits and a description, in which blanks and what no file name may hold are underscores. */
    public static String of(String digits, String description) {
        String clean = description.strip().replaceAll("[\\s/\\\\\\p{Cntrl}\\p{Cf}]+", "_");
        return digits + "_" + (clean.isEmpty() ? "migration" : clean) + ".sql";
    }
}
