package dev.bailiwick.cli.run;

import dev.bailiwick.cli.database.CommandSession;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.NewerHistoryOption;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.db.section.RunSettings;
import dev.bailiwick.engine.setup.Setup;
import java.util.ArrayList;
import java.util.List;

/** {@code bailiwick setup}. */
public final class SetupCommand extends SeedingCommand {
    private List<String> domains = new ArrayList<>();

    private final NewerHistoryOption newerHistory = new NewerHistoryOption();

    private final FileTransactionsOption transactions = new FileTransactionsOption();

    public SetupCommand(BailiwickCommand root) {
        super(root);
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(this, "setup", "Apply all pending migrations, then run the seeds.")
                .words("0..*", "DOMAIN", "Domains. Default: all.", given -> domains = given)
                .with(seeds::addTo)
                .with(newerHistory::addTo)
                .with(transactions::addTo)
                .with(options::addTo);
    }

    @Override
    void begin() {
        newerHistory.setOn(root);
    }

    @Override
    RunSettings settings() {
        return transactions.in(super.settings());
    }

    @Override
    int run(CommandSession session, Reports reports) {
        Setup setup = new Setup(session.projectSession(), seeds.request(root, domains, null));
        if (dryRun()) {
            return reports.plan(setup.plan(), 0);
        }
        session.migrates(domains);
        return reports.run(setup.run(), 0);
    }
}
