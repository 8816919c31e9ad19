package dev.bailiwick.cli;

import dev.bailiwick.engine.Migrate;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.RunReport;
import dev.bailiwick.plan.UpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bailiwick migrate}. */
@Command(
        name = "migrate",
        description = "Apply all pending migrations: of the domains named, or of all, required ones first.")
final class MigrateCommand implements Callable<Integer>, RunsFiles {
    private final Root root;

    @Parameters(paramLabel = "DOMAIN", arity = "0..*", description = "Domains. Default: all.")
    private List<String> domains = new ArrayList<>();

    @Option(
            names = "--to",
            paramLabel = "FILE|VERSION",
            description = "Stop after this file; its name or the beginning of it, such as the version.")
    private @Nullable String to;

    @Option(names = "--next", description = "Apply one file.")
    private boolean next;

    @Option(names = "--count", paramLabel = "N", description = "Apply so many files.")
    private @Nullable Integer count;

    @Option(names = "--dry-run", description = "Show what would run, in order, and touch nothing.")
    private boolean dryRun;

    @Option(names = "--sql", description = "With --dry-run: print the SQL, too.")
    private boolean sql;

    @Option(names = "--allow-out-of-order", description = "Apply also files that sort before applied ones.")
    private boolean allowOutOfOrder;

    @Option(names = "--one-transaction", description = "All pending files of a domain in one transaction, or none.")
    private boolean oneTransaction;

    @Option(
            names = "--refuse-drift",
            description = "Run nothing where a schema was changed by hand since the last run (see 'drift').")
    private boolean refuseDrift;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description =
                    "Apply so many domains at the same time, each in a session of its own, those first that others"
                            + " require. Default: 1.")
    private int parallel = 1;

    @Mixin
    private NewerHistoryOption newerHistory = new NewerHistoryOption();

    @Mixin
    private FileTransactionsOption transactions = new FileTransactionsOption();

    @Mixin
    private RunOptions options = new RunOptions();

    MigrateCommand(Root root) {
        this.root = root;
    }

    @Override
    public boolean dryRun() {
        return dryRun || sql;
    }

    @Override
    public Integer call() {
        newerHistory.tell(root);
        if (next && (count != null || to != null)) {
            throw BailiwickException.usage(
                    "--next and " + (to == null ? "--count" : "--to") + " both say where to stop: give one of them",
                    "bailiwick help migrate");
        }
        if (parallel < 1) {
            throw BailiwickException.usage("--parallel " + parallel + " is no number of domains", "--parallel 4");
        }
        Integer most = next ? Integer.valueOf(1) : count;
        Migrate.Request request = new Migrate.Request(
                domains, new UpRequest(to, most, allowOutOfOrder), oneTransaction, refuseDrift, parallel);
        try (Workplace place = Workplace.changing(root, transactions.in(root.settings(options)))) {
            Migrate migrate = new Migrate(place.site(), request);
            Reports reports = new Reports(root);
            if (!dryRun()) {
                place.migrates(domains);
            }
            if (sql) {
                return reports.sql("migrate", migrate.units());
            }
            RunReport report = dryRun ? migrate.plan() : migrate.run();
            return dryRun
                    ? reports.plan(report, migrate.appliedBefore())
                    : reports.run(report, migrate.appliedBefore());
        }
    }
}
