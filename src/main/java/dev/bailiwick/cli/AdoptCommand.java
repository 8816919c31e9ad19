package dev.bailiwick.cli;

import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.Peer;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bailiwick adopt}. */
@Command(
        name = "adopt",
        description = "Come over from another tool: take over its history. Leaves what is theirs as it is.")
final class AdoptCommand implements Callable<Integer> {
    private final Root root;

    @Parameters(index = "0", paramLabel = "DOMAIN", description = "The domain.")
    private String domain = "";

    @Option(names = "--from", paramLabel = "TOOL", description = "Whose history: ${COMPLETION-CANDIDATES}.")
    private @Nullable Peer from;

    AdoptCommand(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        if (from == null) {
            throw BailiwickException.usage("whose history is it?", "bailiwick adopt " + domain + " --from flyway");
        }
        return history(from);
    }

    private int history(Peer peer) {
        throw BailiwickException.usage(
                "adopting from " + peer + " is not built",
                root.project().domain(domain).name());
    }
}
