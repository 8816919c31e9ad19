package dev.bailiwick.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code bailiwick version}. */
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Callable<Integer> {
    private final Root root;

    VersionCommand(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        return new Reports(root).version();
    }
}
