package dev.bailiwick.model;

import java.util.List;

/**
 * One file as it was rehearsed.
 *
 * @param path the file as the user knows it
 * @param statements those that were run
 * @param changes how the domain's schema differs after it
 * @param beyond what it did beyond its domain
 * @param lint what lint rules find in it
 */
public record RehearsedFile(
        Domain domain,
        String path,
        List<RehearsedStatement> statements,
        List<CatalogChange> changes,
        List<Violation> beyond,
        List<LintFinding> lint) {

    public RehearsedFile {
        statements = List.copyOf(statements);
        changes = List.copyOf(changes);
        beyond = List.copyOf(beyond);
        lint = List.copyOf(lint);
    }

    /** How long it took, seen from here, in milliseconds. */
    public long milliseconds() {
        return statements.stream().mapToLong(RehearsedStatement::milliseconds).sum();
    }
}
