package dev.bailiwick.cli.check;

import dev.bailiwick.cli.console.Console;
import dev.bailiwick.cli.database.CommandSession;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.config.ConnectionResolver;
import dev.bailiwick.config.Masking;
import dev.bailiwick.config.Variables;
import dev.bailiwick.db.login.Connector;
import dev.bailiwick.engine.check.Drift;
import dev.bailiwick.model.domain.ConnectionTarget;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.report.DomainDrift;
import dev.bailiwick.render.DriftText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code bailiwick drift}. */
public final class DriftCommand implements Subcommand {
    private final BailiwickCommand root;

    private List<String> domains = new ArrayList<>();

    private boolean exitCode;

    private boolean accept;

    private @Nullable String against;

    public DriftCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                        this,
                        "drift",
                        "Show what was changed in schemas since the last run, or how another database differs.")
                .words("0..*", "DOMAIN", "Domains. Default: all.", given -> domains = given)
                .flag("--exit-code", "Exit with 3 where anything differs.", given -> exitCode = given)
                .flag(
                        "--accept",
                        "Take the schemas as they are now for what the last run has left. Changes no schema.",
                        given -> accept = given)
                .value(
                        "--against",
                        "URL",
                        "Compare with the same domains in another database instead.",
                        given -> against = given);
    }

    @Override
    public Integer call() {
        if (accept && (against != null || exitCode)) {
            throw BailiwickException.usage(
                    "--accept takes a schema as it is: it goes neither with --against nor with --exit-code",
                    "bailiwick drift --accept");
        }
        try (CommandSession session = accept
                ? CommandSession.changing(root, root.settings(null))
                : CommandSession.open(root, root.settings(null))) {
            Drift drift = new Drift(session.projectSession(), domains);
            if (accept) {
                return accepted(drift.accept());
            }
            List<DomainDrift> found = against == null ? drift.sinceLastRun() : drift.against(other(against));
            boolean drifted = found.stream().anyMatch(DomainDrift::drifted);
            ExitCode exit = exitCode && drifted ? ExitCode.REFUSED : ExitCode.DONE;
            root.facts().putAll(DriftText.facts(found));
            Console console = root.console();
            String text = new DriftText(console.style(), against != null).of(found);
            console.print(root.json() ? root.document("drift", exit, List.of()) : console.typed(text));
            return exit.number();
        }
    }

    private int accepted(List<Domain> accepted) {
        root.facts().put("domains", accepted.stream().map(Domain::name).toList());
        return new Reports(root)
                .result(
                        "drift",
                        accepted.isEmpty()
                                ? "there is no history in this database to compare with"
                                : accepted.stream().map(Domain::name).collect(Collectors.joining(", "))
                                        + ": what is there now counts as what the last run has left");
    }

    private Connector other(String url) {
        if (url.isBlank()) {
            throw BailiwickException.usage(
                    "--against is empty", "bailiwick drift --against postgresql://user@host/name");
        }
        Variables variables = Variables.read(root.folder(), root.surroundings().environment());
        ConnectionTarget target =
                ConnectionResolver.resolve(url, variables, root.surroundings()).target();
        root.console().mask(Masking.of(variables, target));
        if (target instanceof ConnectionTarget.Server server) {
            return new Connector(server, root.cancellation());
        }
        throw new IllegalStateException("a URL names a server");
    }
}
