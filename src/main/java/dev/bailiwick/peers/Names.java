package dev.bailiwick.peers;

/** Names of new files. */
final class Names {
    private Names() {}

    /** A version's digits and a description, in which blanks and what no file name may hold are underscores. */
    static String of(String digits, String description) {
        String clean = description.strip().replaceAll("[\\s/\\\\\\p{Cntrl}\\p{Cf}]+", "_");
        return digits + "_" + (clean.isEmpty() ? "migration" : clean) + ".sql";
    }
}
