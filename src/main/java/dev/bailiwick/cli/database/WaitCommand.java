package dev.bailiwick.cli.database;

import dev.bailiwick.cli.console.Console;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.config.ResolvedConnection;
import dev.bailiwick.db.login.Connector;
import dev.bailiwick.engine.check.Wait;
import dev.bailiwick.model.domain.ConnectionTarget;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.render.Durations;
import dev.bailiwick.render.RunText;
import dev.bailiwick.render.Terminal;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code bailiwick wait}. */
public final class WaitCommand implements Subcommand {
    private final BailiwickCommand root;

    private String timeout = "60s";

    private String interval = "500ms";

    private boolean said;

    public WaitCommand(BailiwickCommand root) {
        this.root = root;
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(this, "wait", "Wait until the database takes logins. Needs no sql/ folder.")
                .value("--timeout", "TIME", "Give up after so long: 500ms, 90s, 5min. Default: 60s. 0s tries once.", given -> timeout = given)
                .value("--interval", "TIME", "Try again after so long. Default: 500ms.", given -> interval = given);
    }

    @Override
    public Integer call() {
        Duration most = TimeOption.of("--timeout", timeout);
        Duration pause = TimeOption.of("--interval", interval);
        ResolvedConnection found = CommandSession.resolve(root);
        Map<String, @Nullable Object> facts = root.facts();
        facts.put("source", found.target().source());
        facts.put("url", found.target().masked());
        facts.put("ready", false);
        if (!(found.target() instanceof ConnectionTarget.Server server)) {
            return ready(
                    null,
                    "nothing to wait for: no database is configured, and the embedded PostgreSQL is started"
                            + " by each command that needs it");
        }
        Wait.Ready ready;
        try {
            ready = new Wait(new Connector(server), root.cancellation(), this::notYet).run(most, pause);
        } finally {
            wipe();
        }
        return ready(
                ready,
                "ready"
                        + (ready.attempts() == 1
                                ? ""
                                : " after " + Durations.text(ready.waited().toMillis())) + ": PostgreSQL "
                        + ready.server().version() + " at " + Terminal.line(server.masked()));
    }

    private int ready(Wait.@Nullable Ready ready, String text) {
        Map<String, @Nullable Object> facts = root.facts();
        facts.put("ready", true);
        facts.put("server_version", ready == null ? null : ready.server().version());
        facts.put("attempts", ready == null ? 0 : ready.attempts());
        facts.put("waited_ms", ready == null ? 0L : ready.waited().toMillis());
        return new Reports(root).result("wait", text);
    }

    /** On a terminal one line that keeps changing; else one line, once. */
    private void notYet(Failure why, Duration waited) {
        if (root.json() || root.quiet()) {
            return;
        }
        Console console = root.console();
        if (console.terminal()) {
            console.print(RunText.wiped(
                    "waiting for the database, " + Durations.text(waited.toMillis()) + ": " + why.what(),
                    console.width()));
        } else if (!said) {
            console.error("waiting for the database, up to " + timeout + ": " + Terminal.line(why.what()));
        }
        said = true;
    }

    private void wipe() {
        if (said && root.console().terminal()) {
            root.console().print(RunText.wiped("", 1));
        }
    }
}
