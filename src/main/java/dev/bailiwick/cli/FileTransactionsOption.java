package dev.bailiwick.cli;

import dev.bailiwick.db.RunSettings;
import picocli.CommandLine.Option;

/** {@code --file-transactions}, of the commands that can install a domain for the first time. */
final class FileTransactionsOption {
    @Option(
            names = "--file-transactions",
            description = "A transaction for each file, also where a domain has no applied file yet: there files share some,"
                    + " which is faster.")
    private boolean each;

    RunSettings in(RunSettings settings) {
        return settings.withFileTransactions(each);
    }
}
