package dev.bailiwick.cli;

import dev.bailiwick.engine.Setup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bailiwick setup}. */
@Command(name = "setup", description = "Apply all pending migrations, then run the seeds.")
final class SetupCommand implements Callable<Integer>, RunsFiles {
    private final Root root;

    @Parameters(paramLabel = "DOMAIN", arity = "0..*", description = "Domains. Default: all.")
    private List<String> domains = new ArrayList<>();

    @Mixin
    private SeedOptions seeds = new SeedOptions();

    @Mixin
    private NewerHistoryOption newerHistory = new NewerHistoryOption();

    @Mixin
    private FileTransactionsOption transactions = new FileTransactionsOption();

    @Mixin
    private RunOptions options = new RunOptions();

    SetupCommand(Root root) {
        this.root = root;
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
