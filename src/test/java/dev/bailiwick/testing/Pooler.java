package dev.bailiwick.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A pgbouncer in front of the tests' server; a test that wants one is skipped where none is installed. */
public final class Pooler implements AutoCloseable {
    private final Process process;
    private final int port;

    private Pooler(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one and waits until it answers.
     *
     * @param folder for its files
     * @param mode {@code session} or {@code transaction}
     * @param settings further lines of its configuration
     */
    public static Pooler start(Path folder, String mode, String... settings) throws IOException, InterruptedException {
        Path program = Stream.of((System.getenv("PATH") + ":/usr/sbin").split(":"))
                .map(directory -> Path.of(directory, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeTrue(program != null, "no pgbouncer here");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        TestServer server = TestServer.get();
        String password = server.password().isEmpty() ? "" : " password=" + server.password();
        Path configuration = folder.resolve("pgbouncer.ini");
        Files.writeString(configuration, """
                [databases]
                * = host=%s port=%d user=%s%s
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = %s
                default_pool_size = %d
                ignore_startup_parameters = extra_float_digits
                %s
                """.formatted(
                        server.host(),
                        server.port(),
                        server.user(),
                        password,
                        port,
                        mode,
                        mode.equals("session") ? 8 : 2,
                        String.join("\n", settings)));
        List<String> command = new ArrayList<>(List.of(String.valueOf(program), configuration.toString()));
        if (System.getProperty("user.name").equals("root")) {
            // it refuses to run as root
            for (Path path : List.of(folder, configuration)) {
                path.toFile().setReadable(true, false);
                path.toFile().setExecutable(true, false);
            }
            command.addAll(0, List.of("setpriv", "--reuid=nobody", "--clear-groups"));
        }
        Path log = folder.resolve("pgbouncer.log");
        Pooler pooler = new Pooler(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                port);
        for (int i = 0; i < 250; i++) {
            if (pooler.answers()) {
                return pooler;
            }
            Thread.sleep(20);
        }
        pooler.close();
        throw new IllegalStateException(Files.readString(log));
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** On 127.0.0.1. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }
}
