package dev.bailiwick.cli;

import dev.bailiwick.config.ConnectionResolver;
import dev.bailiwick.config.Masking;
import dev.bailiwick.config.Variables;
import dev.bailiwick.db.Connector;
import dev.bailiwick.engine.Drift;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.ConnectionTarget;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.DomainDrift;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.render.DriftText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code bailiwick drift}. */
final class DriftCommand implements Subcommand {
    private final Root root;

    private List<String> domains = new ArrayList<>();

    private boolean exitCode;

    private boolean accept;

    private @Nullable String against;

    DriftCommand(Root root) {
        this.root = root;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(this, "drift", "Show what was changed in schemas since the last run, or how another database differs.")
                .words("0..*", "DOMAIN", "Domains. Default: all.", given -> domains = given)
                .flag("--exit-code", "Exit with 3 where anything differs.", given -> exitCode = given)
                .flag("--accept", "Take the schemas as they are now for what the last run has left. Changes no schema.", given -> accept = given)
                .value("--against", "URL", "Compare with the same domains in another database instead.", given -> against = given);
    }

    @Override
    public Integer call() {
        if (accept && (against != null || exitCode)) {
            throw BailiwickException.usage(
                    "--accept takes a schema as it is: it goes neither with --against nor with --exit-code",
                    "bailiwick drift --accept");
        }
        try (Workplace place =
                accept ? Workplace.changing(root, root.settings(null)) : Workplace.open(root, root.settings(null))) {
            Drift drift = new Drift(place.site(), domains);
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
