package dev.bailiwick.cli;

import dev.bailiwick.engine.Reset;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bailiwick reset}. */
@Command(
        name = "reset",
        description = "Take all migrations of a domain back, apply them again as they are now, and run the seeds.")
final class ResetCommand implements Callable<Integer>, RunsFiles {
    private final Root root;

    @Parameters(paramLabel = "DOMAIN", description = "The domain. Its data are lost.")
    private String domain = "";

    @Option(names = "--yes", description = "Take away what is in the database without asking.")
    private boolean yes;

    @Option(names = "--yes-really", description = "The same with APP_ENV=production.")
    private boolean yesReally;

    @Mixin
    private SeedOptions seeds = new SeedOptions();

    @Mixin
    private FileTransactionsOption transactions = new FileTransactionsOption();

    @Mixin
    private RunOptions options = new RunOptions();

    ResetCommand(Root root) {
        this.root = root;
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
