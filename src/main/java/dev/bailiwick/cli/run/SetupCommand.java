package dev.bailiwick.cli.run;

import dev.bailiwick.cli.database.CommandSession;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.NewerHistoryOption;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.cli.invocation.RunCommand;
import dev.bailiwick.cli.invocation.RunOptions;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.engine.setup.Setup;
import java.util.ArrayList;
import java.util.List;

/** {@code bailiwick setup}. */
public final class SetupCommand implements Subcommand, RunCommand {
    private final BailiwickCommand root;

    private List<String> domains = new ArrayList<>();

    private final SeedOptions seeds = new SeedOptions();

    private final NewerHistoryOption newerHistory = new NewerHistoryOption();

    private final FileTransactionsOption transactions = new FileTransactionsOption();

    private final RunOptions options = new RunOptions();

    public SetupCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(this, "setup", "Apply all pending migrations, then run the seeds.")
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
        try (CommandSession place = CommandSession.changing(root, transactions.in(root.settings(options)))) {
            Setup setup = new Setup(place.site(), seeds.request(root, domains, null));
            Reports reports = new Reports(root);
            if (!dryRun()) {
                place.migrates(domains);
            }
            return dryRun() ? reports.plan(setup.plan(), 0) : reports.run(setup.run(), 0);
        }
    }
}
