package dev.bailiwick.model.report;

import java.util.List;

/**
 * What was proved of the way back on one version of PostgreSQL.
 *
 * @param postgres the major version
 * @param files in the order in which they were proved; those that were only applied are left out
 * @param notes what a person should know beside it
 */
public record ProofReport(int postgres, List<FileProof> files, List<String> notes) {

    public ProofReport {
        files = List.copyOf(files);
        notes = List.copyOf(notes);
    }

    /** Whether nothing has to be mended. */
    public boolean well() {
        return files.stream().allMatch(file -> file.verdict().well());
    }
}
