package dev.bailiwick.cli;

import dev.bailiwick.engine.Amend;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.Failure;
import dev.bailiwick.model.ShellCommand;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bailiwick repair}. */
@Command(
        name = "repair",
        description = "Take the present text of edited files as what was applied; runs no SQL of the files.")
final class RepairCommand implements Callable<Integer>, RunsFiles {
    private final Root root;

    @Parameters(index = "0", paramLabel = "DOMAIN", description = "The domain.")
    private String domain = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "The file's name, or the beginning of it. Default: all edited files.")
    private @Nullable String file;

    @Option(
            names = {"-y", "--yes"},
            description = "Do it; without it only the changes are shown.")
    private boolean yes;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the log.")
    private String reason = "by hand";

    @Option(names = "--dry-run", description = "Show what would be changed.")
    private boolean dryRun;

    RepairCommand(Root root) {
        this.root = root;
    }

    @Override
    public boolean dryRun() {
        return dryRun;
    }

    @Override
    public Integer call() {
        try (Workplace place = Workplace.open(root, root.settings(null))) {
            Amend amend = new Amend(place.site(), domain, reason);
            Map<String, List<String>> changes = amend.changes(file);
            if (!yes && !dryRun && !changes.isEmpty()) {
                throw new BailiwickException(
                        ExitCode.REFUSED,
                        changes.entrySet().stream()
                                .map(change -> Failure.of(
                                                change.getKey() + " was changed like this since it was applied",
                                                "if the database already is as the file says now: "
                                                        + ShellCommand.of(
                                                                "bailiwick",
                                                                "repair",
                                                                domain,
                                                                change.getKey(),
                                                                "--yes"))
                                        .withDetails(change.getValue())
                                        .withState("nothing was changed"))
                                .toList());
            }
            return new Reports(root)
                    .amended(amend.repair(file, dryRun), "repaired: its present text counts as applied");
        }
    }
}
