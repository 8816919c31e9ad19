package dev.bailiwick.cli;

import dev.bailiwick.engine.Redo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bailiwick redo}. */
@Command(
        name = "redo",
        description = "Take the last migration of a domain back and apply it again, as its file is now.")
final class RedoCommand implements Callable<Integer>, RunsFiles {
    private final Root root;

    @Parameters(paramLabel = "DOMAIN", description = "The domain.")
    private String domain = "";

    @Option(names = "--yes", description = "Take away what is in the database without asking.")
    private boolean yes;

    @Mixin
    private RunOptions options = new RunOptions();

    RedoCommand(Root root) {
        this.root = root;
    }

    @Override
    public boolean dryRun() {
        return false;
    }

    @Override
    public Integer call() {
        try (Workplace place = Workplace.changing(root, root.settings(options))) {
            return new Reports(root)
                    .run(new Redo(place.site(), domain).run(new AskingConsent(root, place.named(), yes, false)), 0);
        }
    }
}
