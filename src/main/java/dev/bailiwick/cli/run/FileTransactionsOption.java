package dev.bailiwick.cli.run;

import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.db.section.RunSettings;

/** {@code --file-transactions}, of the commands that can install a domain for the first time. */
final class FileTransactionsOption {
    private boolean each;

    /** Adds the option. */
    void addTo(CommandSyntax syntax) {
        syntax.flag(
                "--file-transactions",
                "A transaction for each file, also where a domain has no applied file yet: there files share some,"
                        + " which is faster.",
                given -> each = given);
    }

    RunSettings in(RunSettings settings) {
        return settings.withFileTransactions(each);
    }
}
