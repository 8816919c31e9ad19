package dev.bailiwick.cli;

import dev.bailiwick.engine.Rollback;
import dev.bailiwick.plan.DownRequest;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bailiwick rollback}. */
@Command(name = "rollback", description = "Take back the last batch of a domain, newest first.")
final class RollbackCommand implements Callable<Integer>, RunsFiles {
    private final Root root;

    @Parameters(paramLabel = "DOMAIN", description = "The domain.")
    private String domain = "";

    @ArgGroup
    private @Nullable HowFar howFar;

    @Option(names = "--dry-run", description = "Show what would be taken back, in order, and touch nothing.")
    private boolean dryRun;

    @Option(names = "--sql", description = "With --dry-run: print the SQL, too.")
    private boolean sql;

    @Option(
            names = "--use-files",
            description = "Take the down section from the file even where it was edited since it was applied.")
    private boolean useFiles;

    @Option(
            names = "--one-transaction",
            description = "All of it in one transaction, or nothing; a refusal where a file or the server can't.")
    private boolean oneTransaction;

    @Option(
            names = "--with-dependents",
            description = "Take back before it, as a whole, the domains that have objects which depend on this one's.")
    private boolean withDependents;

    @Option(names = "--yes", description = "Take away what is in the database without asking.")
    private boolean yes;

    @Option(names = "--yes-really", description = "The same for a whole domain with APP_ENV=production.")
    private boolean yesReally;

    @Mixin
    private RunOptions options = new RunOptions();

    /** At most one of these. */
    static final class HowFar {
        @Option(names = "--steps", paramLabel = "N", description = "The last N files.")
        private @Nullable Integer steps;

        @Option(
                names = "--to",
                paramLabel = "FILE|VERSION",
                description = "Everything applied after this file, which stays.")
        private @Nullable String to;

        @Option(names = "--batch", paramLabel = "N", description = "What this run applied.")
        private @Nullable Integer batch;

        @SuppressWarnings("UnusedVariable") // stands for "none of the others": picocli allows one
        @Option(names = "--all", description = "Everything.")
        private boolean all;
    }

    RollbackCommand(Root root) {
        this.root = root;
    }

    @Override
    public boolean dryRun() {
        return dryRun || sql;
    }

    @Override
    public Integer call() {
        DownRequest request = request();
        if (request instanceof DownRequest.All && !dryRun && !yesReally) {
            Production.guard(root, "rollback", domain, " --all");
        }
        try (Workplace place = Workplace.changing(root, root.settings(options))) {
            Rollback rollback = new Rollback(
                    place.site(),
                    domain,
                    new Rollback.Options(
                            request, useFiles, oneTransaction, withDependents, place.appliedNothing(domain)));
            Reports reports = new Reports(root);
            if (dryRun || sql) {
                return sql ? reports.sql("rollback", rollback.units()) : reports.plan(rollback.plan(), 0);
            }
            return reports.run(rollback.run(new AskingConsent(root, place.named(), yes, yesReally)), 0);
        }
    }

    private DownRequest request() {
        if (howFar == null) {
            return new DownRequest.LastBatch();
        }
        if (howFar.steps != null) {
            return new DownRequest.Steps(howFar.steps);
        }
        if (howFar.to != null) {
            return new DownRequest.To(howFar.to);
        }
        return howFar.batch != null ? new DownRequest.Batch(howFar.batch) : new DownRequest.All();
    }
}
