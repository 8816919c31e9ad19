package dev.bailiwick.cli.run;

import dev.bailiwick.cli.database.CommandSession;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.db.section.RunSettings;
import dev.bailiwick.engine.setup.Reset;
import java.util.List;

/** {@code bailiwick reset}. */
public final class ResetCommand extends SeedingCommand {
    private String domain = "";

    private final ConsentOptions consent = new ConsentOptions();

    private final FileTransactionsOption transactions = new FileTransactionsOption();

    public ResetCommand(BailiwickCommand root) {
        super(root);
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                        this,
                        "reset",
                        "Take all migrations of a domain back, apply them again as they are now, and run the seeds.")
                .word("DOMAIN", "The domain. Its data are lost.", given -> domain = given)
                .with(syntax -> consent.addTo(syntax, "The same with APP_ENV=production."))
                .with(seeds::addTo)
                .with(transactions::addTo)
                .with(options::addTo);
    }

    @Override
    void begin() {
        if (!dryRun() && !consent.yesReally()) {
            ProductionGuard.guard(root, "reset", domain, "");
        }
    }

    @Override
    RunSettings settings() {
        return transactions.in(super.settings());
    }

    @Override
    int run(CommandSession session, Reports reports) {
        Reset reset = new Reset(session.projectSession(), seeds.request(root, List.of(domain), null), consent.typed());
        return dryRun() ? reports.plan(reset.plan(), 0) : reports.run(reset.run(consent.prompt(root, session)), 0);
    }
}
