package dev.bailiwick.cli.run;

import dev.bailiwick.cli.database.CommandSession;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.cli.invocation.RunCommand;
import dev.bailiwick.cli.invocation.RunOptions;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.engine.setup.Reset;
import java.util.List;

/** {@code bailiwick reset}. */
public final class ResetCommand implements Subcommand, RunCommand {
    private final BailiwickCommand root;

    private String domain = "";

    private boolean yes;

    private boolean yesReally;

    private final SeedOptions seeds = new SeedOptions();

    private final FileTransactionsOption transactions = new FileTransactionsOption();

    private final RunOptions options = new RunOptions();

    public ResetCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(this, "reset", "Take all migrations of a domain back, apply them again as they are now, and run the seeds.")
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
            ProductionGuard.guard(root, "reset", domain, "");
        }
        try (CommandSession place = CommandSession.changing(root, transactions.in(root.settings(options)))) {
            Reset reset = new Reset(
                    place.site(),
                    seeds.request(root, List.of(domain), null),
                    yesReally ? new String[] {"--yes-really"} : yes ? new String[] {"--yes"} : new String[0]);
            Reports reports = new Reports(root);
            return dryRun()
                    ? reports.plan(reset.plan(), 0)
                    : reports.run(reset.run(new DataLossPrompt(root, place.named(), yes, yesReally)), 0);
        }
    }
}
