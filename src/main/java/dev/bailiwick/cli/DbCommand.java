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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bailiwick db}: the embedded server. */
@Command(
        name = "db",
        description = "The embedded PostgreSQL in .bailiwick/, for who has none.",
        synopsisSubcommandLabel = "COMMAND")
final class DbCommand implements Runnable {
    private DbCommand() {}

    static CommandLine commandLine(Root root) {
        return new CommandLine(new DbCommand())
                .addSubcommand(new Start(root))
                .addSubcommand(new Stop(root))
                .addSubcommand(new Show(root))
                .addSubcommand(new Url(root))
                .addSubcommand(new Psql(root));
    }

    @Override
    public void run() {
        throw BailiwickException.usage("db needs one of start, stop, status, url, psql", "bailiwick help db");
    }

    static EmbeddedServer server(Root root) {
        return EmbeddedServer.in(root.folder(), root.progress()::note);
    }

    /** {@code db start}. */
    @Command(name = "start", description = "Start it, and let it run until 'db stop'.")
    record Start(Root root) implements Callable<Integer> {

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
    @Command(name = "stop", description = "Stop it; its data stay.")
    record Stop(Root root) implements Callable<Integer> {

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
    @Command(name = "status", description = "Say whether it runs, where, and how large its data are.")
    record Show(Root root) implements Callable<Integer> {

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
    @Command(name = "url", description = "Print its URL with the password, for other tools. Start it first.")
    record Url(Root root) implements Callable<Integer> {

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
    @Command(name = "psql", description = "Open psql on it: the psql that is on the PATH.")
    static final class Psql implements Callable<Integer> {
        private final Root root;

        @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "Handed to psql; put -- before them.")
        private List<String> arguments = new ArrayList<>();

        Psql(Root root) {
            this.root = root;
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
