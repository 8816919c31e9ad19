package dev.bailiwick.cli.check;

import dev.bailiwick.cli.database.CommandSession;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.engine.check.Verify;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.render.VerifyText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code bailiwick verify}. */
public final class VerifyCommand implements Subcommand {
    private final BailiwickCommand root;

    private List<String> domains = new ArrayList<>();

    public VerifyCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                        this,
                        "verify",
                        "Look in the catalog for the tables that the applied migrations have made: which lie in a wrong"
                                + " schema, which are missing; reads only.")
                .words("0..*", "DOMAIN", "Domains. Default: all.", given -> domains = given);
    }

    @Override
    public Integer call() {
        try (CommandSession session = CommandSession.open(root, root.settings(null))) {
            Verify.Result found = new Verify(session.projectSession()).run(domains);
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
