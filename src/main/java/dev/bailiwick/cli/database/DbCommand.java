package dev.bailiwick.cli.database;

import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.cli.invocation.Subcommand;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.server.Address;
import dev.bailiwick.server.EmbeddedServer;
import dev.bailiwick.server.ServerStatus;
import dev.bailiwick.server.ServerUse;
import dev.bailiwick.server.StartedBy;
import dev.bailiwick.server.StopResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code bailiwick db}: the embedded server. */
public record DbCommand(BailiwickCommand root) implements Subcommand {

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(this, "db", "The embedded PostgreSQL in .bailiwick/, for who has none.")
                .subcommands(new Start(root), new Stop(root), new Show(root), new Url(root), new Psql(root));
    }

    @Override
    public Integer call() {
        throw BailiwickException.usage("db needs one of start, stop, status, url, psql", "bailiwick help db");
    }

    static EmbeddedServer server(BailiwickCommand root) {
        return EmbeddedServer.in(root.folder(), root.progress()::note);
    }

    /** {@code db start}. */
    record Start(BailiwickCommand root) implements Subcommand {

        @Override
        public CommandSyntax syntax() {
            return new CommandSyntax(this, "start", "Start it, and let it run until 'db stop'.");
        }

        @Override
        public Integer call() {
            Address address = server(root).start();
            root.facts().put("host", address.host());
            root.facts().put("port", address.port());
            return new Reports(root)
                    .result(
                            "db start",
                            "running on " + address.host() + ":" + address.port() + " until: bailiwick db stop");
        }
    }

    /** {@code db stop}. */
    record Stop(BailiwickCommand root) implements Subcommand {

        @Override
        public CommandSyntax syntax() {
            return new CommandSyntax(this, "stop", "Stop it; its data stay.");
        }

        @Override
        public Integer call() {
            StopResult stopped = server(root).stop();
            root.facts().put("stopped", stopped.name().toLowerCase(Locale.ROOT));
            return new Reports(root)
                    .result(
                            "db stop",
                            switch (stopped) {
                                case NOW -> "stopped";
                                case BY_THE_LAST_USER -> "other commands are using it: the last of them stops it";
                                case WAS_NOT_RUNNING -> "it was not running";
                            });
        }
    }

    /** {@code db status}. */
    record Show(BailiwickCommand root) implements Subcommand {

        @Override
        public CommandSyntax syntax() {
            return new CommandSyntax(this, "status", "Say whether it runs, where, and how large its data are.");
        }

        @Override
        public Integer call() {
            ServerStatus status = server(root).status();
            ServerStatus.Running running = status.running();
            Map<String, @Nullable Object> facts = root.facts();
            facts.put("version", status.version());
            facts.put("running", running != null);
            facts.put("pid", running == null ? null : running.pid());
            facts.put("port", running == null ? null : running.port());
            facts.put("until_stopped", running != null && running.startedBy() == StartedBy.COMMAND);
            facts.put("data", status.data().toString());
            facts.put("exists", status.exists());
            facts.put("bytes", status.bytes());
            facts.put("log", status.log().toString());
            return new Reports(root).result("db status", text(status, running));
        }

        private static String text(ServerStatus status, ServerStatus.@Nullable Running running) {
            String until = running != null && running.startedBy() == StartedBy.COMMAND
                    ? ", until: bailiwick db stop"
                    : ", until the last command that uses it ends";
            return "version: PostgreSQL " + status.version()
                    + "\nrunning: "
                    + (running == null ? "no" : "yes, pid " + running.pid() + ", port " + running.port() + until)
                    + "\ndata:    " + status.data()
                    + (status.exists() ? " (" + status.bytes() / 1_000_000 + " MB)" : " (not made yet)")
                    + "\nlog:     " + status.log() + "\n";
        }
    }

    /** {@code db url}. */
    record Url(BailiwickCommand root) implements Subcommand {

        @Override
        public CommandSyntax syntax() {
            return new CommandSyntax(this, "url", "Print its URL with the password, for other tools. Start it first.");
        }

        @Override
        public Integer call() {
            requireRunning(root);
            try (ServerUse lease = server(root).use()) {
                String url = lease.address().url();
                // What was asked for is the password: the one line that is not masked.
                root.facts().put("url", url);
                root.console().raw(root.json() ? root.document("db url", ExitCode.DONE, List.of()) : url + "\n");
            }
            return 0;
        }
    }

    private static void requireRunning(BailiwickCommand root) {
        if (server(root).status().running() == null) {
            throw BailiwickException.usage("the embedded PostgreSQL is not running", "bailiwick db start");
        }
    }

    /** {@code db psql}. */
    static final class Psql implements Subcommand {
        private final BailiwickCommand root;

        private List<String> arguments = new ArrayList<>();

        Psql(BailiwickCommand root) {
            this.root = root;
        }

        @Override
        public CommandSyntax syntax() {
            return new CommandSyntax(this, "psql", "Open psql on it: the psql that is on the PATH.")
                    .words("0..*", "ARGUMENT", "Handed to psql; put -- before them.", given -> arguments = given);
        }

        @Override
        public Integer call() throws InterruptedException {
            if (root.json()) {
                throw BailiwickException.usage("db psql prints what psql prints: it has no JSON", "bailiwick db psql");
            }
            try (ServerUse lease = server(root).use()) {
                Address address = lease.address();
                List<String> command = new ArrayList<>(List.of(
                        "psql",
                        "-h",
                        address.host(),
                        "-p",
                        String.valueOf(address.port()),
                        "-U",
                        address.user(),
                        "-d",
                        address.database()));
                command.addAll(arguments);
                ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
                builder.environment().put("PGPASSWORD", address.password());
                return builder.start().waitFor();
            } catch (IOException e) {
                throw BailiwickException.usage(
                        "there is no psql on the PATH",
                        "apt-get install postgresql-client",
                        "or use any client with: bailiwick db start && bailiwick db url");
            }
        }
    }
}
