package dev.bailiwick.cli;

import dev.bailiwick.config.ResolvedConnection;
import dev.bailiwick.db.ServerInfo;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.render.Json;
import java.util.List;
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
        say("source:   " + found.target().source());
        say("database: " + found.target().masked());
        found.passedOver().forEach(source -> say("also set: " + source + " (passed over)"));
        try (Workplace place = Workplace.open(root, root.settings(null))) {
            ServerInfo info = place.site().session().info();
            say("server:   PostgreSQL " + info.version() + (info.standby() ? ", a standby" : ""));
            say("role:     " + info.role() + " in database " + info.database());
            say("pooler:   " + (info.pooled() ? "yes" : "no"));
        }
        if (root.json()) {
            root.console()
                    .print(Json.run(Version.text(), ExitCode.DONE, root.reportSoFar("connection", false), List.of()));
        }
        return 0;
    }

    /** In JSON these are the notes. */
    private void say(String line) {
        if (root.json()) {
            root.progress().note(line);
        } else {
            root.console().line(line);
        }
    }
}
