package dev.bailiwick.cli.run;

import dev.bailiwick.cli.database.CommandSession;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.NewerHistoryOption;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.engine.seed.Seed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code bailiwick seed}. */
public final class SeedCommand extends SeedingCommand {
    private List<String> domains = new ArrayList<>();

    private @Nullable String only;

    private boolean overNewerHistory;

    private final NewerHistoryOption newerHistory = new NewerHistoryOption();

    public SeedCommand(BailiwickCommand root) {
        super(root);
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                        this,
                        "seed",
                        "Run the seeds of the domains named, or of all, required ones first; as often as you like.")
                .words("0..*", "DOMAIN", "Domains. Default: all.", given -> domains = given)
                .value("--only", "FILE", "Run one seed; its name or the beginning of it.", given -> only = given)
                .flag(
                        "--over-newer-history",
                        "Run the seeds also where the history is newer than the files here: old data over new.",
                        given -> overNewerHistory = given)
                .with(seeds::addTo)
                .with(newerHistory::addTo)
                .with(options::addTo);
    }

    @Override
    void begin() {
        newerHistory.setOn(root);
        if (overNewerHistory) {
            seeds.overNewer();
        }
    }

    @Override
    int run(CommandSession session, Reports reports) {
        Seed seed = new Seed(session.projectSession(), seeds.request(root, domains, only));
        return dryRun() ? reports.plan(seed.plan(), seed.unchanged()) : reports.run(seed.run(), seed.unchanged());
    }
}
