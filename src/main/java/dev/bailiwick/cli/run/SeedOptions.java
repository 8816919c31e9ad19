package dev.bailiwick.cli.run;

import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.engine.seed.Seed;
import dev.bailiwick.model.failure.BailiwickException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Options of the commands that run seeds. */
final class SeedOptions {
    private @Nullable String data;

    private boolean dryRun;

    private boolean changed;

    /** Adds the options. */
    void addTo(CommandSyntax syntax) {
        syntax.value(
                        "--data",
                        "FOLDER",
                        "Look for the files of \\copy here first, then beside the seed.",
                        given -> data = given)
                .flag("--dry-run", "Show what would run, in order, and touch nothing.", given -> dryRun = given)
                .flag(
                        "--changed",
                        "Run only seeds that changed, or whose data files did, since they last ran here, and those that read a"
                                + " value of --set.",
                        given -> changed = given);
    }

    /** Which the command has, where it has it. */
    private boolean overNewer;

    /** Seeds run also where the history is newer than the files. */
    void overNewer() {
        overNewer = true;
    }

    boolean dryRun() {
        return dryRun;
    }

    Seed.Request request(BailiwickCommand root, List<String> domains, @Nullable String only) {
        if (data != null && data.isBlank()) {
            throw BailiwickException.usage(
                    "--data is empty: it takes a folder", "without --data the files beside the seeds are loaded");
        }
        return new Seed.Request(domains, only, changed, data == null ? null : root.typed(data), overNewer);
    }
}
