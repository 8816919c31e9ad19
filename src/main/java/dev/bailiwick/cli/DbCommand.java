package dev.bailiwick.cli;

import dev.bailiwick.model.BailiwickException;
import dev.bailiwick.model.ExitCode;
import dev.bailiwick.server.Address;
import dev.bailiwick.server.EmbeddedServer;
import dev.bailiwick.server.Lease;
import dev.bailiwick.server.StartedBy;
import dev.bailiwick.server.Status;
import dev.bailiwick.server.Stopped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code bailiwick db}: the embedded server. */
record DbCommand(Root root) implements Subcommand {

    @Override
    public Syntax syntax() {
        return new Syntax(this, "db", "The embedded PostgreSQL in .bailiwick/, for who has none.")
                .subcommands(new Start(root), new Stop(root), new Show(root), new Url(root), new Psql(root));
    }

    @Override
    public Integer call() {
        throw BailiwickException.usage("db needs one of start, stop, status, url, psql", "bailiwick help db");
    }

    static EmbeddedServer server(Root root) {
        return EmbeddedServer.in(root.folder(), root.progress()::note);
    }

    /** {@code db start}. */
    record Start(Root root) implements Subcommand {

        @Override
        public Syntax syntax() {
            return new Syntax(this, "start", "Start it, and let it run until 'db stop'.");
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
    record Stop(Root root) implements Subcommand {

        @Override
        public Syntax syntax() {
            return new Syntax(this, "stop", "Stop it; its data stay.");
        }

        @Override
        public Integer call() {
            Stopped stopped = server(root).stop();
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
    record Show(Root root) implements Subcommand {

        @Override
        public Syntax syntax() {
            return new Syntax(this, "status", "Say whether it runs, where, and how large its data are.");
        }

        @Override
        public Integer call() {
            Status status = server(root).status();
            Status.Running running = status.running();
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

        private static String text(Status status, Status.@Nullable Running running) {
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
    record Url(Root root) implements Subcommand {

        @Override
        public Syntax syntax() {
            return new Syntax(this, "url", "Print its URL with the password, for other tools. Start it first.");
        }

        @Override
        public Integer call() {
            requireRunning(root);
            try (Lease lease = server(root).use()) {
                String url = lease.address().url();
                // What was asked for is the password: the one line that is not masked.
                root.facts().put("url", url);
                root.console().raw(root.json() ? root.document("db url", ExitCode.DONE, List.of()) : url + "\n");
            }
            return 0;
        }
    }

    private static void requireRunning(Root root) {
        if (server(root).status().running() == null) {
            throw BailiwickException.usage("the embedded PostgreSQL is not running", "bailiwick db start");
        }
    }

    /** {@code db psql}. */
    static final class Psql implements Subcommand {
        private final Root root;

        private List<String> arguments = new ArrayList<>();

        Psql(Root root) {
            this.root = root;
        }

        @Override
        public Syntax syntax() {
            return new Syntax(this, "psql", "Open psql on it: the psql that is on the PATH.")
                    .words("0..*", "ARGUMENT", "Handed to psql; put -- before them.", given -> arguments = given);
        }

        @Override
        public Integer call() throws InterruptedException {
            if (root.json()) {
                throw BailiwickException.usage("db psql prints what psql prints: it has no JSON", "bailiwick db psql");
            }
            try (Lease lease = server(root).use()) {
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
