package dev.bailiwick.cli;

import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.Peer;
import dev.bailiwick.peers.FileFormat;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Option(
            names = "--from",
            paramLabel = "TOOL",
            description = "Whose: ${COMPLETION-CANDIDATES}.",
            completionCandidates = Tools.class)
    private @Nullable String from;

    @Option(names = "--dry-run", description = "Show what would be written, and write nothing.")
    private boolean dryRun;

    @Mixin
    private FilesOptions files = new FilesOptions();

    AdoptCommand(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        if (files.given()) {
            return files.run(root, domain, from, dryRun);
        }
        if (from == null) {
            throw BailiwickException.usage("whose history is it?", "bailiwick adopt " + domain + " --from flyway");
        }
        return history(peer(from));
    }

    private static Peer peer(String from) {
        return Stream.of(Peer.values())
                .filter(peer -> peer.word().equals(from))
                .findFirst()
                .orElseThrow(() -> BailiwickException.usage(
                        "the history of " + from + " is not known here",
                        "tools: " + Stream.of(Peer.values()).map(Peer::word).collect(Collectors.joining(", "))));
    }

    /** The words of --from. */
    static final class Tools extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Tools() {
            super(Stream.of(FileFormat.values()).map(FileFormat::word).toList());
        }
    }

    private int history(Peer peer) {
        throw BailiwickException.usage(
                "adopting from " + peer + " is not built",
                root.project().domain(domain).name());
    }
}
