package dev.bailiwick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.cli.console.Screen;
import dev.bailiwick.config.Docker;
import dev.bailiwick.config.Environment;
import dev.bailiwick.db.session.Cancellation;
import dev.bailiwick.testing.Cli;
import dev.bailiwick.testing.CutProxy;
import dev.bailiwick.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A database that is not there yet, and one that never will be. */
@Timeout(90)
class WaitIT {
    private static final int REPLICAS = 10;

    @RegisterExtension
    final TestDatabase database = TestDatabase.perTest();

    @TempDir
    Path folder;

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Said wait(String url, String... more) {
        String[] arguments = new String[more.length + 1];
        arguments[0] = "wait";
        System.arraycopy(more, 0, arguments, 1, more.length);
        return Said.of(Cli.in(folder).on(url).run(arguments));
    }

    @Test
    void tenReplicasThatStartBeforeTheDatabase() throws Exception {
        int port = closedPort();
        Cli cli = Cli.in(folder)
                .on(database.urlAt(port))
                .migration("public", "1_a.sql", "CREATE TABLE a ();\nSELECT pg_sleep(0.5);", "DROP TABLE a;");
        ExecutorService replicas = Executors.newFixedThreadPool(REPLICAS);
        try {
            List<CompletableFuture<Said>> runs = IntStream.range(0, REPLICAS)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> {
                                Said.of(cli.run("wait", "--interval", "100ms"))
                                        .succeeds("waiting for the database, up to 60s: nobody listens", "ready after");
                                return Said.of(cli.run("migrate"));
                            },
                            replicas))
                    .toList();
            TimeUnit.SECONDS.sleep(2);
            try (CutProxy server = CutProxy.at(port, database.host(), database.port())) {
                int worked = 0;
                for (CompletableFuture<Said> run : runs) {
                    Said said = run.get(60, TimeUnit.SECONDS).succeeds();
                    worked += said.text().contains("applied 1 migration in public") ? 1 : 0;
                    assertThat(said.text()).containsAnyOf("applied 1 migration in public", "nothing to do");
                }
                assertThat(worked).isEqualTo(1);
                assertThat(server.connections()).isGreaterThanOrEqualTo(2 * REPLICAS);
            }
        } finally {
            replicas.shutdownNow();
        }
        assertThat(database.query("SELECT count(*) FROM schema_migrations_log")).isEqualTo("1");
    }

    @Test
    void aDatabaseThatTheSetUpOfItsServerIsAboutToMake() throws Exception {
        String later = database.name() + "_later";
        CompletableFuture<Said> waiting = CompletableFuture.supplyAsync(
                () -> wait(database.url().replace("/" + database.name(), "/" + later), "--interval", "100ms"));
        TimeUnit.MILLISECONDS.sleep(1500);
        database.execute("CREATE DATABASE " + later + " TEMPLATE template0");
        try {
            waiting.get(30, TimeUnit.SECONDS).succeeds("there is no database " + later, "ready after");
        } finally {
            database.execute("DROP DATABASE " + later + " WITH (FORCE)");
        }
    }

    @Test
    void whatStaysSoIsGivenUpLongBeforeTheTimeIsOver() {
        String url = database.url().replace("/" + database.name(), "/nosuch");
        long begin = System.nanoTime();
        wait(url, "--timeout", "60s")
                .fails(
                        6,
                        "there is no database nosuch",
                        "PostgreSQL says FATAL 3D000",
                        "now: waiting does not mend this; nothing was run; tried",
                        "createdb nosuch");
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin)).isBetween(4L, 20L);
    }

    /** A server that answers every login with one SQLSTATE, or hangs up. */
    private static final class Refusing implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicInteger logins = new AtomicInteger();

        Refusing(String state) throws IOException {
            Thread thread = new Thread(() -> {
                while (!listener.isClosed()) {
                    try (Socket socket = listener.accept()) {
                        DataInputStream in = new DataInputStream(socket.getInputStream());
                        in.readFully(new byte[in.readInt() - 4]);
                        logins.incrementAndGet();
                        if (state.length() == 5) {
                            refuse(socket.getOutputStream(), state);
                        }
                    } catch (IOException e) {
                        // The client gave up, or the test is over: the loop's condition tells.
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        private static void refuse(OutputStream out, String state) throws IOException {
            byte[] fields = ("SFATAL\0VFATAL\0C" + state + "\0Mnot now\0\0").getBytes(StandardCharsets.UTF_8);
            byte[] message = new byte[fields.length + 5];
            message[0] = 'E';
            message[4] = (byte) (fields.length + 4);
            System.arraycopy(fields, 0, message, 5, fields.length);
            out.write(message);
            out.flush();
        }

        String url() {
            return "postgresql://u:p@127.0.0.1:" + listener.getLocalPort() + "/d?sslmode=disable";
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            57P03   | the server is starting up or shutting down
            53300   | the server has no connection left
            57P01   | the server refused the login
            hang up | hung up in the middle of the login
            """)
    void whatPassesIsTriedUntilTheTimeIsOver(String state, String why) throws IOException {
        try (Refusing server = new Refusing(state)) {
            wait(server.url(), "--timeout", "1500ms", "--interval", "200ms")
                    .fails(
                            6,
                            "the database took no login within 1500 ms: ",
                            why,
                            "tried postgresql://u:****@127.0.0.1",
                            "or wait longer: --timeout 2s");
            assertThat(server.logins.get()).isBetween(3, 9);
        }
    }

    @Test
    void aTimeOfZeroTriesOnce() throws IOException {
        try (Refusing server = new Refusing("28P01")) {
            wait(server.url(), "--timeout", "0s").fails(6, "the server refused the password of role u", "28P01");
            assertThat(server.logins.get()).isEqualTo(1);
        }
        wait(database.url(), "--timeout", "0s").succeeds("ready: PostgreSQL");
    }

    @Test
    void ctrlCIsHeardWhileAHostDoesNotAnswer() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Docker none = (words, more) -> new Docker.Answer(127, "", "");
            Environment surroundings = new Environment(
                    Map.of("DATABASE_URL", "postgresql://u@127.0.0.1:" + mute.getLocalPort() + "/d"),
                    "tester",
                    folder.resolve("x"),
                    folder.resolve("y"),
                    none);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
            Cancellation cancellation = new Cancellation();
            CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(
                    () -> new Program(print, print, surroundings, folder, Screen.pipe(), cancellation).run("wait"));
            TimeUnit.MILLISECONDS.sleep(700);
            cancellation.request();
            assertThat(exit.get(2, TimeUnit.SECONDS)).isEqualTo(130);
            assertThat(out.toString(StandardCharsets.UTF_8)).contains("cancelled while waiting for the database");
        }
    }

    @Test
    void theSecondHostIsReachedWhereTheFirstDropsAllPackets() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 2; i++) {
                waiting.add(new Socket(full.getInetAddress(), full.getLocalPort()));
            }
            String both = database.url()
                    .replace(
                            database.host() + ":" + database.port(),
                            "127.0.0.1:" + full.getLocalPort() + "," + database.host() + ":" + database.port());

            wait(both, "--timeout", "12s").succeeds("ready: PostgreSQL");
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void aTimeNeedsAUnit() {
        wait(database.url(), "--timeout", "60").fails(2, "--timeout 60 has no unit", "--timeout 60s");
        wait(database.url(), "--interval", "soon").fails(2, "--interval soon is no time", "ms, min, h, d");
    }

    @Test
    void withoutADatabaseThereIsNothingToWaitFor() {
        Said.of(Cli.in(folder).run("wait")).succeeds("no database is configured");
        assertThat(folder.resolve(".bailiwick")).doesNotExist();
        Said.of(Cli.in(folder).with("APP_ENV", "production").run("wait"))
                .fails(2, "nothing says which database is meant");
    }
}
