package dev.bailiwick.cli.run;

import dev.bailiwick.cli.database.CommandSession;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.NewerHistoryOption;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.cli.invocation.RunCommand;
import dev.bailiwick.cli.invocation.RunOptions;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.engine.migrate.Migrate;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.report.RunReport;
import dev.bailiwick.plan.UpRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code bailiwick migrate}. */
public final class MigrateCommand implements Subcommand, RunCommand {
    private final BailiwickCommand root;

    private List<String> domains = new ArrayList<>();

    private @Nullable String to;

    private boolean next;

    private @Nullable Integer count;

    private boolean dryRun;

    private boolean sql;

    private boolean allowOutOfOrder;

    private boolean oneTransaction;

    private boolean refuseDrift;

    private int parallel = 1;

    private final NewerHistoryOption newerHistory = new NewerHistoryOption();

    private final FileTransactionsOption transactions = new FileTransactionsOption();

    private final RunOptions options = new RunOptions();

    public MigrateCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                        this,
                        "migrate",
                        "Apply all pending migrations: of the domains named, or of all, required ones first.")
                .words("0..*", "DOMAIN", "Domains. Default: all.", given -> domains = given)
                .value(
                        "--to",
                        "FILE|VERSION",
                        "Stop after this file; its name or the beginning of it, such as the version.",
                        given -> to = given)
                .flag("--next", "Apply one file.", given -> next = given)
                .value("--count", "N", Integer.class, "Apply so many files.", given -> count = given)
                .flag("--dry-run", "Show what would run, in order, and touch nothing.", given -> dryRun = given)
                .flag("--sql", "With --dry-run: print the SQL, too.", given -> sql = given)
                .flag(
                        "--allow-out-of-order",
                        "Apply also files that sort before applied ones.",
                        given -> allowOutOfOrder = given)
                .flag(
                        "--one-transaction",
                        "All pending files of a domain in one transaction, or none.",
                        given -> oneTransaction = given)
                .flag(
                        "--refuse-drift",
                        "Run nothing where a schema was changed by hand since the last run (see 'drift').",
                        given -> refuseDrift = given)
                .value(
                        "--parallel",
                        "N",
                        Integer.class,
                        "Apply so many domains at the same time, each in a session of its own, those first that others"
                                + " require. Default: 1.",
                        given -> parallel = given)
                .with(newerHistory::addTo)
                .with(transactions::addTo)
                .with(options::addTo);
    }

    @Override
    public boolean dryRun() {
        return dryRun || sql;
    }

    @Override
    public Integer call() {
        newerHistory.setOn(root);
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
        try (CommandSession session = CommandSession.changing(root, transactions.in(root.settings(options)))) {
            Migrate migrate = new Migrate(session.projectSession(), request);
            Reports reports = new Reports(root);
            if (!dryRun()) {
                session.migrates(domains);
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
