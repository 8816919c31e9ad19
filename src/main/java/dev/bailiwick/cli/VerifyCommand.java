package dev.bailiwick.cli;

import dev.bailiwick.engine.Verify;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.model.Failure;
import dev.bailiwick.render.Json;
import dev.bailiwick.render.VerifyText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bailiwick verify}. */
@Command(
        name = "verify",
        description = "Look in the catalog for the tables that the applied migrations have made: which lie in a wrong"
                + " schema, which are missing; reads only.")
final class VerifyCommand implements Callable<Integer> {
    private final Root root;

    @Parameters(paramLabel = "DOMAIN", arity = "0..*", description = "Domains. Default: all.")
    private List<String> domains = new ArrayList<>();

    VerifyCommand(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        try (Workplace place = Workplace.open(root, root.settings(null))) {
            Verify.Result found = new Verify(place.site()).run(domains);
            Map<String, Long> elsewhere = domains.isEmpty() ? found.elsewhere() : Map.of();
            ExitCode exit = found.failures().isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
            if (root.json()) {
                List<Failure> typed =
                        found.failures().stream().map(root.console()::typed).toList();
                Map<String, Object> facts = VerifyText.facts(found.domains(), elsewhere);
                root.console().print(Json.result(Version.text(), "verify", exit, facts, List.of(), typed));
                return exit.number();
            }
            root.console().print(VerifyText.of(found.domains(), elsewhere));
            if (exit != ExitCode.DONE) {
                throw new BailiwickException(exit, found.failures());
            }
            return exit.number();
        }
    }
}
