package dev.bailiwick.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code bailiwick version}. */
@Command(name = "version", description = "Print the version.")
record VersionCommand(Root root) implements Callable<Integer> {

    @Override
    public Integer call() {
        return new Reports(root).version();
    }
}
