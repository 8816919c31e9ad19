package dev.bailiwick.cli;

import dev.bailiwick.engine.Baseline;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.ShellCommand;
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
            names = "--empty",
            description =
                    "No file counts as applied: the history begins now, whatever else in the database looks like it.")
    private boolean empty;

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
        if (empty && to != null) {
            throw BailiwickException.usage(
                    "--empty and --to say different things: no file counts as applied, or all up to one",
                    ShellCommand.of("bailiwick", "baseline", domain, "--to", to),
                    "or: " + ShellCommand.of("bailiwick", "baseline", domain, "--empty"));
        }
        try (Workplace place = Workplace.changing(root, root.settings(null))) {
            if (empty) {
                return amending.written(
                        root, new Baseline(place.site(), domain, amending.reason()).empty(amending.dryRun()));
            }
            return amending.begun(
                    root, new Baseline(place.site(), domain, amending.reason()).to(to), yes, String.valueOf(to));
        }
    }
}
