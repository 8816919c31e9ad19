package dev.bailiwick.reliability;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bailiwick.server.Address;
import dev.bailiwick.server.ScratchServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A PostgreSQL that speaks TLS, with a certificate for localhost that an authority of its own has signed. */
final class TlsServer implements AutoCloseable {
    private final ScratchServer server;

    /** The authority's certificate, and one of another authority that signed nothing. */
    final Path right;

    final Path wrong;

    private TlsServer(ScratchServer server, Path right, Path wrong) {
        this.server = server;
        this.right = right;
        this.wrong = wrong;
    }

    /** Starts one; the test is skipped where openssl is missing, or the server is built without TLS. */
    static TlsServer start(Path folder) throws IOException, InterruptedException, SQLException {
        assumeTrue(runs(folder, "openssl version"), "no openssl");
        authority(folder, "right");
        authority(folder, "wrong");
        Files.writeString(folder.resolve("names"), "subjectAltName=DNS:localhost\n");
        must(
                folder,
                "openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout server.key -out server.csr -subj /CN=localhost");
        must(
                folder,
                "openssl x509 -req -in server.csr -CA right.crt -CAkey right.key -CAcreateserial -days 2"
                        + " -extfile names -out server.crt");
        ScratchServer server = ScratchServer.start(folder, ScratchServer.ownMajorVersion(), null, line -> {});
        TlsServer tls = new TlsServer(server, folder.resolve("right.crt"), folder.resolve("wrong.crt"));
        boolean speaks = false;
        try {
            tls.place(folder.resolve("server.crt"), "server.crt");
            tls.place(folder.resolve("server.key"), "server.key");
            tls.execute("ALTER SYSTEM SET ssl = on");
            tls.require("host");
            speaks = tls.speaks();
        } finally {
            if (!speaks) {
                tls.close();
            }
        }
        assumeTrue(speaks, "the server does not speak TLS");
        return tls;
    }

    private static void authority(Path folder, String name) throws IOException, InterruptedException {
        must(
                folder,
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -keyout " + name
                        + ".key -out " + name + ".crt -subj /CN=" + name);
    }

    private static void must(Path folder, String command) throws IOException, InterruptedException {
        if (!runs(folder, command)) {
            throw new IllegalStateException(command + ": " + Files.readString(folder.resolve("openssl.log")));
        }
    }

    private static boolean runs(Path folder, String command) throws InterruptedException {
        try {
            return new ProcessBuilder(command.split(" "))
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("openssl.log").toFile())
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Lets the server write a file into its own folder: its account is another. */
    private void place(Path file, String name) throws IOException, SQLException {
        execute("COPY (SELECT '" + Files.readString(file).strip().replace("\n", "'::text UNION ALL SELECT '")
                + "'::text) TO PROGRAM 'cat > " + name + " && chmod 600 " + name + "'");
    }

    /** From now on every login goes by this line of pg_hba.conf. */
    void require(String kind) throws SQLException {
        execute(
                "COPY (SELECT '" + kind + " all all all scram-sha-256') TO PROGRAM 'cat > pg_hba.conf'",
                "SELECT pg_reload_conf()",
                "SELECT pg_sleep(0.3)");
    }

    private boolean speaks() {
        try (Connection connection = connect("require");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = connect("prefer");
                Statement statement = connection.createStatement()) {
            for (String sql : List.of(statements)) {
                statement.execute(sql);
            }
        }
    }

    private Connection connect(String sslmode) throws SQLException {
        Address address = server.address();
        return DriverManager.getConnection(
                "jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + address.database() + "?sslmode="
                        + sslmode,
                address.user(),
                address.password());
    }

    /** As a user writes it. */
    String url(String host, String parameters) {
        Address address = server.address();
        return "postgresql://" + address.user() + ":" + address.password() + "@" + host + ":" + address.port() + "/"
                + address.database() + "?" + parameters;
    }

    @Override
    public void close() {
        server.close();
    }
}
