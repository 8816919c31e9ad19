package dev.bailiwick.cli;

import dev.bailiwick.engine.Seed;
import dev.bailiwick.model.BailiwickException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the commands that run seeds. */
final class SeedOptions {
    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "Look for the files of \\copy here first, then beside the seed.")
    private @Nullable String data;

    @Option(names = "--dry-run", description = "Show what would run, in order, and touch nothing.")
    private boolean dryRun;

    @Option(
            names = "--changed",
            description =
                    "Run only seeds that changed, or whose data files did, since they last ran here, and those that read a"
                            + " value of --set.")
    private boolean changed;

    /** Which the command has, where it has it. */
    private boolean overNewer;

    /** Seeds run also where the history is newer than the files. */
    void overNewer() {
        overNewer = true;
    }

    boolean dryRun() {
        return dryRun;
    }

    Seed.Request request(Root root, List<String> domains, @Nullable String only) {
        if (data != null && data.isBlank()) {
            throw BailiwickException.usage(
                    "--data is empty: it takes a folder", "without --data the files beside the seeds are loaded");
        }
        return new Seed.Request(domains, only, changed, data == null ? null : root.typed(data), overNewer);
    }
}
