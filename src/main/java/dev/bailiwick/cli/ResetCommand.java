package dev.bailiwick.cli;

import dev.bailiwick.engine.Reset;
import java.util.List;

/** {@code bailiwick reset}. */
final class ResetCommand implements Subcommand, RunsFiles {
    private final Root root;

    private String domain = "";

    private boolean yes;

    private boolean yesReally;

    private final SeedOptions seeds = new SeedOptions();

    private final FileTransactionsOption transactions = new FileTransactionsOption();

    private final RunOptions options = new RunOptions();

    ResetCommand(Root root) {
        this.root = root;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(this, "reset", "Take all migrations of a domain back, apply them again as they are now, and run the seeds.")
                .word("DOMAIN", "The domain. Its data are lost.", given -> domain = given)
                .flag("--yes", "Take away what is in the database without asking.", given -> yes = given)
                .flag("--yes-really", "The same with APP_ENV=production.", given -> yesReally = given)
                .with(seeds::takes)
                .with(transactions::takes)
                .with(options::takes);
    }

    @Override
    public boolean dryRun() {
        return seeds.dryRun();
    }

    @Override
    public Integer call() {
        if (!dryRun() && !yesReally) {
            Production.guard(root, "reset", domain, "");
        }
        try (Workplace place = Workplace.changing(root, transactions.in(root.settings(options)))) {
            Reset reset = new Reset(
                    place.site(),
                    seeds.request(root, List.of(domain), null),
                    yesReally ? new String[] {"--yes-really"} : yes ? new String[] {"--yes"} : new String[0]);
            Reports reports = new Reports(root);
            return dryRun()
                    ? reports.plan(reset.plan(), 0)
                    : reports.run(reset.run(new AskingConsent(root, place.named(), yes, yesReally)), 0);
        }
    }
}
