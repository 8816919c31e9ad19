package dev.bailiwick.cli;

import dev.bailiwick.engine.Setup;
import java.util.ArrayList;
import java.util.List;

/** {@code bailiwick setup}. */
final class SetupCommand implements Subcommand, RunsFiles {
    private final Root root;

    private List<String> domains = new ArrayList<>();

    private final SeedOptions seeds = new SeedOptions();

    private final NewerHistoryOption newerHistory = new NewerHistoryOption();

    private final FileTransactionsOption transactions = new FileTransactionsOption();

    private final RunOptions options = new RunOptions();

    SetupCommand(Root root) {
        this.root = root;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(this, "setup", "Apply all pending migrations, then run the seeds.")
                .words("0..*", "DOMAIN", "Domains. Default: all.", given -> domains = given)
                .with(seeds::takes)
                .with(newerHistory::takes)
                .with(transactions::takes)
                .with(options::takes);
    }

    @Override
    public boolean dryRun() {
        return seeds.dryRun();
    }

    @Override
    public Integer call() {
        newerHistory.tell(root);
        try (Workplace place = Workplace.changing(root, transactions.in(root.settings(options)))) {
            Setup setup = new Setup(place.site(), seeds.request(root, domains, null));
            Reports reports = new Reports(root);
            if (!dryRun()) {
                place.migrates(domains);
            }
            return dryRun() ? reports.plan(setup.plan(), 0) : reports.run(setup.run(), 0);
        }
    }
}
