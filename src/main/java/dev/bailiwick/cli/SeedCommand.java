package dev.bailiwick.cli;

import dev.bailiwick.engine.Seed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code bailiwick seed}. */
final class SeedCommand implements Subcommand, RunsFiles {
    private final Root root;

    private List<String> domains = new ArrayList<>();

    private @Nullable String only;

    private boolean overNewerHistory;

    private final SeedOptions seeds = new SeedOptions();

    private final NewerHistoryOption newerHistory = new NewerHistoryOption();

    private final RunOptions options = new RunOptions();

    SeedCommand(Root root) {
        this.root = root;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(this, "seed", "Run the seeds of the domains named, or of all, required ones first; as often as you like.")
                .words("0..*", "DOMAIN", "Domains. Default: all.", given -> domains = given)
                .value("--only", "FILE", "Run one seed; its name or the beginning of it.", given -> only = given)
                .flag("--over-newer-history", "Run the seeds also where the history is newer than the files here: old data over new.", given -> overNewerHistory = given)
                .with(seeds::takes)
                .with(newerHistory::takes)
                .with(options::takes);
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
