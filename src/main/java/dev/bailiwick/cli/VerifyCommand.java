package dev.bailiwick.cli;

import dev.bailiwick.engine.Verify;
import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.render.VerifyText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code bailiwick verify}. */
final class VerifyCommand implements Subcommand {
    private final Root root;

    private List<String> domains = new ArrayList<>();

    VerifyCommand(Root root) {
        this.root = root;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(this, "verify", "Look in the catalog for the tables that the applied migrations have made: which lie in a wrong"
                + " schema, which are missing; reads only.")
                .words("0..*", "DOMAIN", "Domains. Default: all.", given -> domains = given);
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
