package dev.bailiwick.cli;

import dev.bailiwick.engine.Verify;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.ExitCode;
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
            root.facts().putAll(VerifyText.facts(found.domains(), elsewhere));
            String text = VerifyText.of(found.domains(), elsewhere);
            if (found.failures().isEmpty()) {
                return new Reports(root).result("verify", text);
            }
            if (!root.json()) {
                root.console().print(text);
            }
            throw new BailiwickException(ExitCode.REFUSED, found.failures());
        }
    }
}
