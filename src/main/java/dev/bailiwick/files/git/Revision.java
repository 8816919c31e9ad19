package dev.bailiwick.files.git;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * What the domains hold at a git revision.
 *
 * @param name as it was typed
 * @param commit its commit
 * @param checksums by domain and file name: what its manifest says, and of files without a line what they are
 * @param sealed the domains that have a manifest
 */
public record Revision(
        String name, String commit, Map<String, SortedMap<String, String>> checksums, Set<String> sealed) {

    public Revision {
        checksums = Map.copyOf(checksums);
        sealed = Set.copyOf(sealed);
    }
}
