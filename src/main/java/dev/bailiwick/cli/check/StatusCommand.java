package dev.bailiwick.cli.check;

import dev.bailiwick.cli.console.Console;
import dev.bailiwick.cli.console.Version;
import dev.bailiwick.cli.database.CommandSession;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.NewerHistoryOption;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.engine.check.Status;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.report.DomainStatus;
import dev.bailiwick.plan.UpPlan;
import dev.bailiwick.render.Json;
import dev.bailiwick.render.StatusText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code bailiwick status}. */
public final class StatusCommand implements Subcommand {
    private final BailiwickCommand root;

    private List<String> domains = new ArrayList<>();

    private boolean exitCode;

    private final NewerHistoryOption newerHistory = new NewerHistoryOption();

    public StatusCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(this, "status", "Say of each migration where it stands; reads only.")
                .words("0..*", "DOMAIN", "Domains. Default: all.", given -> domains = given)
                .flag(
                        "--exit-code",
                        "Exit with 3 where migrate would refuse, else with 8 where something is pending.",
                        given -> exitCode = given)
                .with(newerHistory::addTo);
    }

    @Override
    public Integer call() {
        newerHistory.setOn(root);
        try (CommandSession session = CommandSession.open(root, root.settings(null))) {
            Status.Result stand = new Status(session.projectSession()).run(domains);
            List<DomainStatus> statuses =
                    stand.domains().stream().map(this::typed).toList();
            List<Failure> failures =
                    stand.failures().stream().map(root.console()::typed).toList();
            ExitCode exit = !failures.isEmpty() ? stand.exit() : exitCode ? judged(statuses) : ExitCode.DONE;
            if (root.json()) {
                root.console()
                        .print(Json.status(Version.text(), root.cancellation().exit(exit), statuses, failures));
                return exit.number();
            }
            if (statuses.isEmpty() && !failures.isEmpty()) {
                throw new BailiwickException(exit, stand.failures());
            }
            if (root.quiet()) {
                root.console().print(StatusText.quiet(statuses, root.console().style()));
            } else {
                Console console = root.console();
                console.print(console.typed(StatusText.of(statuses, console.style(), console.width())));
            }
            if (!failures.isEmpty()) {
                throw new BailiwickException(exit, stand.failures());
            }
            return exit.number();
        }
    }

    /** With commands that can be typed as they stand. */
    private DomainStatus typed(DomainStatus status) {
        Map<String, List<String>> waysOut = new HashMap<>();
        status.waysOut()
                .forEach((file, ways) -> waysOut.put(
                        file, ways.stream().map(root.console()::typed).toList()));
        return new DomainStatus(
                status.domain(),
                status.kept(),
                status.files(),
                status.changes(),
                status.running(),
                waysOut,
                status.stuck());
    }

    private static ExitCode judged(List<DomainStatus> statuses) {
        boolean refused = statuses.stream()
                .anyMatch(status -> !status.stuck().isEmpty()
                        || status.files().stream().anyMatch(file -> UpPlan.offends(status.domain(), file, false)));
        if (refused) {
            return ExitCode.REFUSED;
        }
        return statuses.stream().anyMatch(status -> status.toApply() > 0) ? ExitCode.PENDING : ExitCode.DONE;
    }
}
