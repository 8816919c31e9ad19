package dev.bailiwick.server;

import dev.bailiwick.model.failure.BailiwickException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Another process that uses the server of a project, and says what it got. */
final class Child {
    private Child() {}

    /** Arguments: the project, what to do, how often. */
    public static void main(String[] args) throws Exception {
        EmbeddedServer server = EmbeddedServer.in(Path.of(args[0]), line -> say("... " + line));
        long begin = System.nanoTime();
        try {
            switch (args[1]) {
                case "hold" -> {
                    try (ServerUse lease = server.use()) {
                        say(lease.address().url(), begin);
                        while (System.in.read() >= 0) {
                            // until our parent closes it
                        }
                        begin = System.nanoTime();
                    }
                    say("left", begin);
                }
                case "cycle" -> {
                    for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                        cycle(server);
                    }
                    say("done", begin);
                }
                case "forget" -> say(server.use().address().url(), begin);
                case "scratch" -> {
                    try (ScratchServer scratch =
                            ScratchServer.start(Path.of(args[0]), ScratchServer.ownMajorVersion(), null, line -> {})) {
                        say(scratch.address().url(), begin);
                        while (System.in.read() >= 0) {
                            // until our parent closes it
                        }
                    }
                }
                case "start" -> say(server.start().url(), begin);
                case "stop" -> say(server.stop().toString(), begin);
                default -> say(server.status().toString(), begin);
            }
        } catch (BailiwickException e) {
            say("exit " + e.exitCode().number());
            e.failures().forEach(f -> say(f.what() + "\n-> " + String.join("\n-> ", f.next())));
            System.exit(e.exitCode().number());
        }
    }

    static void cycle(EmbeddedServer server) throws SQLException {
        try (ServerUse lease = server.use();
                Connection connection = connect(lease.address());
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_sleep(0.02)");
        }
    }

    static Connection connect(Address address) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + address.database(),
                address.user(),
                address.password());
    }

    private static void say(String what, long begin) {
        say(what + " " + (System.nanoTime() - begin) / 1_000_000 + " ms");
    }

    private static void say(String what) {
        System.out.println(what);
        System.out.flush();
    }
}
