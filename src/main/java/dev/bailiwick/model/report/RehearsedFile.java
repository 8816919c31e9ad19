package dev.bailiwick.model.report;

import dev.bailiwick.model.catalog.CatalogChange;
import dev.bailiwick.model.domain.Domain;
import java.util.List;

/**
 * One file as it was rehearsed.
 *
 * @param path the file as the user knows it
 * @param statements those that were run
 * @param changes how the domain's schema differs after it
 * @param lint what lint rules find in it
 */
public record RehearsedFile(
        Domain domain,
        String path,
        List<RehearsedStatement> statements,
        List<CatalogChange> changes,
        List<LintFinding> lint) {

    public RehearsedFile {
        statements = List.copyOf(statements);
        changes = List.copyOf(changes);
        lint = List.copyOf(lint);
    }

    /** How long it took, seen from here, in milliseconds. */
    public long milliseconds() {
        return statements.stream().mapToLong(RehearsedStatement::milliseconds).sum();
    }
}
