package dev.bailiwick.cli;

import dev.bailiwick.engine.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bailiwick seed}. */
@Command(
        name = "seed",
        description = "Run the seeds of the domains named, or of all, required ones first; as often as you like.")
final class SeedCommand implements Callable<Integer>, RunsFiles {
    private final Root root;

    @Parameters(paramLabel = "DOMAIN", arity = "0..*", description = "Domains. Default: all.")
    private List<String> domains = new ArrayList<>();

    @Option(names = "--only", paramLabel = "FILE", description = "Run one seed; its name or the beginning of it.")
    private @Nullable String only;

    @Option(
            names = "--over-newer-history",
            description = "Run the seeds also where the history is newer than the files here: old data over new.")
    private boolean overNewerHistory;

    @Mixin
    private SeedOptions seeds = new SeedOptions();

    @Mixin
    private NewerHistoryOption newerHistory = new NewerHistoryOption();

    @Mixin
    private RunOptions options = new RunOptions();

    SeedCommand(Root root) {
        this.root = root;
    }

    @Override
    public boolean dryRun() {
        return seeds.dryRun();
    }

    @Override
    public Integer call() {
        newerHistory.tell(root);
        if (overNewerHistory) {
            seeds.overNewer();
        }
        try (Workplace place = Workplace.changing(root, root.settings(options))) {
            Seed seed = new Seed(place.site(), seeds.request(root, domains, only));
            Reports reports = new Reports(root);
            return dryRun() ? reports.plan(seed.plan(), seed.unchanged()) : reports.run(seed.run(), seed.unchanged());
        }
    }
}
