package dev.bailiwick.cli;

import dev.bailiwick.engine.Rollback;
import dev.bailiwick.plan.DownRequest;

/** {@code bailiwick rollback}. */
final class RollbackCommand implements Subcommand, RunsFiles {
    private final Root root;

    private final RunOptions options = new RunOptions();
    private String domain = "";
    private DownRequest howFar = new DownRequest.LastBatch();
    private boolean dryRun;
    private boolean sql;
    private boolean useFiles;
    private boolean oneTransaction;
    private boolean withDependents;
    private boolean yes;
    private boolean yesReally;

    RollbackCommand(Root root) {
        this.root = root;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(this, "rollback", "Take back the last batch of a domain, newest first.")
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
                .flag("--dry-run", "Show what would be taken back, in order, and touch nothing.", given -> dryRun = given)
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
                .flag("--yes", "Take away what is in the database without asking.", given -> yes = given)
                .flag(
                        "--yes-really",
                        "The same for a whole domain with APP_ENV=production.",
                        given -> yesReally = given)
                .with(options::takes);
    }

    @Override
    public boolean dryRun() {
        return dryRun || sql;
    }

    @Override
    public Integer call() {
        if (howFar instanceof DownRequest.All && !dryRun && !yesReally) {
            Production.guard(root, "rollback", domain, " --all");
        }
        try (Workplace place = Workplace.changing(root, root.settings(options))) {
            Rollback rollback = new Rollback(
                    place.site(),
                    domain,
                    new Rollback.Options(
                            howFar, useFiles, oneTransaction, withDependents, place.appliedNothing(domain)));
            Reports reports = new Reports(root);
            if (dryRun || sql) {
                return sql ? reports.sql("rollback", rollback.units()) : reports.plan(rollback.plan(), 0);
            }
            return reports.run(rollback.run(new AskingConsent(root, place.named(), yes, yesReally)), 0);
        }
    }
}
