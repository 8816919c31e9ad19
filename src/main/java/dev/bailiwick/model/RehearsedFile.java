package dev.bailiwick.model;

import java.util.List;

/**
 * One file as it was rehearsed.
 *
 * @param path the file as the user knows it
 * @param statements those that were run
 * @param changes how the domain's schema differs after it
 * @param beyond what it did beyond its domain
 */
public record RehearsedFile(
        Domain domain,
        String path,
        List<RehearsedStatement> statements,
        List<CatalogChange> changes,
        List<Violation> beyond) {

    public RehearsedFile {
        statements = List.copyOf(statements);
        changes = List.copyOf(changes);
        beyond = List.copyOf(beyond);
    }

    /** How long it took, seen from here, in milliseconds. */
    public long milliseconds() {
        return statements.stream().mapToLong(RehearsedStatement::milliseconds).sum();
    }
}
