package dev.bailiwick.cli.run;

import dev.bailiwick.cli.database.CommandSession;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.cli.invocation.RunCommand;
import dev.bailiwick.cli.invocation.RunOptions;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.engine.rollback.Rollback;
import dev.bailiwick.plan.DownRequest;

/** {@code bailiwick rollback}. */
public final class RollbackCommand implements Subcommand, RunCommand {
    private final BailiwickCommand root;

    private final RunOptions options = new RunOptions();
    private String domain = "";
    private DownRequest howFar = new DownRequest.LastBatch();
    private boolean dryRun;
    private boolean sql;
    private boolean useFiles;
    private boolean oneTransaction;
    private boolean withDependents;
    private final ConsentOptions consent = new ConsentOptions();

    public RollbackCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(this, "rollback", "Take back the last batch of a domain, newest first.")
                .word("DOMAIN", "The domain.", given -> domain = given)
                .oneOf("0..1", which -> which.value(
                                "--steps",
                                "N",
                                Integer.class,
                                "The last N files.",
                                given -> howFar = new DownRequest.Steps(given))
                        .value(
                                "--to",
                                "FILE|VERSION",
                                "Everything applied after this file, which stays.",
                                given -> howFar = new DownRequest.To(given))
                        .value(
                                "--batch",
                                "N",
                                Integer.class,
                                "What this run applied.",
                                given -> howFar = new DownRequest.Batch(given))
                        .flag("--all", "Everything.", given -> howFar = new DownRequest.All()))
                .flag(
                        "--dry-run",
                        "Show what would be taken back, in order, and touch nothing.",
                        given -> dryRun = given)
                .flag("--sql", "With --dry-run: print the SQL, too.", given -> sql = given)
                .flag(
                        "--use-files",
                        "Take the down section from the file even where it was edited since it was applied.",
                        given -> useFiles = given)
                .flag(
                        "--one-transaction",
                        "All of it in one transaction, or nothing; a refusal where a file or the server can't.",
                        given -> oneTransaction = given)
                .flag(
                        "--with-dependents",
                        "Take back before it, as a whole, the domains that have objects which depend on this one's.",
                        given -> withDependents = given)
                .with(syntax -> consent.addTo(syntax, "The same for a whole domain with APP_ENV=production."))
                .with(options::addTo);
    }

    @Override
    public boolean dryRun() {
        return dryRun || sql;
    }

    @Override
    public Integer call() {
        if (howFar instanceof DownRequest.All && !dryRun && !consent.yesReally()) {
            ProductionGuard.guard(root, "rollback", domain, " --all");
        }
        try (CommandSession session = CommandSession.changing(root, root.settings(options))) {
            Rollback rollback = new Rollback(
                    session.projectSession(),
                    domain,
                    new Rollback.Options(
                            howFar, useFiles, oneTransaction, withDependents, session.appliedNothing(domain)));
            Reports reports = new Reports(root);
            if (dryRun || sql) {
                return sql ? reports.sql("rollback", rollback.units()) : reports.plan(rollback.plan(), 0);
            }
            return reports.run(rollback.run(consent.prompt(root, session)), 0);
        }
    }
}
