package dev.bailiwick.cli;

import dev.bailiwick.engine.Baseline;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bailiwick baseline}. */
@Command(
        name = "baseline",
        description = "Begin the history of an existing database: all files up to one count as applied; runs none of"
                + " them.")
final class BaselineCommand implements Callable<Integer>, RunsFiles {
    private final Root root;

    @Parameters(index = "0", paramLabel = "DOMAIN", description = "The domain.")
    private String domain = "";

    @Option(
            names = "--to",
            paramLabel = "FILE|VERSION",
            description = "The last file that counts as applied; its name or the beginning of it.")
    private @Nullable String to;

    @Option(
            names = {"-y", "--yes"},
            description = "Do it without asking.")
    private boolean yes;

    @Mixin
    private Amending amending = new Amending();

    BaselineCommand(Root root) {
        this.root = root;
    }

    @Override
    public boolean dryRun() {
        return amending.dryRun();
    }

    @Override
    public Integer call() {
        try (Workplace place = Workplace.changing(root, root.settings(null))) {
            return amending.begun(
                    root, new Baseline(place.site(), domain, amending.reason()).to(to), yes, String.valueOf(to));
        }
    }
}
