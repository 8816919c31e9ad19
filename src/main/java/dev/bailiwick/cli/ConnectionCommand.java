package dev.bailiwick.cli;

import dev.bailiwick.config.ResolvedConnection;
import dev.bailiwick.db.ServerInfo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code bailiwick connection}. */
@Command(
        name = "connection",
        description = "Say which database is used, which setting said so, and what answers there.")
final class ConnectionCommand implements Callable<Integer> {
    private final Root root;

    ConnectionCommand(Root root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        ResolvedConnection found = Workplace.resolve(root);
        root.console().line("source:   " + found.target().source());
        root.console().line("database: " + found.target().masked());
        found.passedOver().forEach(source -> root.console().line("also set: " + source + " (passed over)"));
        try (Workplace place = Workplace.open(root, root.settings(null))) {
            ServerInfo info = place.site().session().info();
            root.console().line("server:   PostgreSQL " + info.version() + (info.standby() ? ", a standby" : ""));
            root.console().line("role:     " + info.role() + " in database " + info.database());
            root.console().line("pooler:   " + (info.pooled() ? "yes" : "no"));
        }
        return 0;
    }
}
